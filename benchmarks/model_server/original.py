"""A model folder in the manner of the original project, of the weights of a run."""

import json
import shutil
from pathlib import Path

from benchmarks.contenders import Subject
from benchmarks.model_server import original_handler


def write_original(subject: Subject, folder: Path) -> None:
    """Write weights, configuration, tokenizer and `code/inference.py`, as `model.tar.gz` would hold them."""
    (folder / "code").mkdir(parents=True)
    shutil.copyfile(original_handler.__file__, folder / "code/inference.py")
    for name in ("config.json", "model.safetensors"):
        shutil.copyfile(subject.run.network / name, folder / name)
    tokenizer = subject.transformers_tokenizer
    tokenizer.model_max_length = original_handler.LENGTH
    tokenizer.save_pretrained(folder)
    # The class has a new name in the `transformers` of .venv, which that of the model server does not know.
    path = folder / "tokenizer_config.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, "tokenizer_class": "PreTrainedTokenizerFast"}), encoding="utf-8")
