from handlers.common.answers import ServedModel
from model import ModelSettings, open_classifier


def test_served_model_is_what_the_manifest_says(artifact):
    classifier = open_classifier(ModelSettings(artifact=str(artifact)))

    served = ServedModel.of(classifier, "local")

    assert (served.name, served.version, served.backend) == ("words", "0.1.0", "local")
    assert served.labels == ["Business", "Health"]
    assert served.calibration.threshold == 0.8
