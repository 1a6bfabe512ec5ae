from pathlib import Path

import pytest

from training.job.container import Container
from training.recipe import RecipeError


def test_it_is_where_sagemaker_says() -> None:
    container = Container.of(
        {
            "SM_CHANNEL_TRAINING": "/opt/ml/input/data/training",
            "SM_CHANNEL_BASE": "/opt/ml/input/data/base",
            "RANK": "3",
            "WORLD_SIZE": "4",
        }
    )

    assert container.training == Path("/opt/ml/input/data/training")
    assert (container.base, container.behaviour) == (Path("/opt/ml/input/data/base"), None)
    assert container.model == Path("/opt/ml/model")
    assert container.failure == Path("/opt/ml/output/failure")
    assert (container.is_first, container.processes) == (False, 4)


def test_it_may_be_elsewhere(tmp_path: Path) -> None:
    container = Container.of({"SM_CHANNEL_TRAINING": "data", "SM_MODEL_DIR": str(tmp_path)})

    assert container.model == tmp_path
    assert container.is_first


def test_without_the_channel_there_is_nothing_to_train_on() -> None:
    with pytest.raises(RecipeError, match="no channel `training`"):
        Container.of({})
