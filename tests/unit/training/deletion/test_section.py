import json

from PIL import Image

from training.deletion import delete_words, measure_cost
from training.deletion.section import deletion_section


def test_tables_content_and_picture(classifier, headlines, tmp_path) -> None:
    deletion, cost = delete_words(classifier, headlines, progress=False), measure_cost(classifier, headlines)

    section = deletion_section(deletion, cost)

    assert f"| words of most weight | {deletion.drops['most weight first'][0]} |" in section.text
    assert "for 11.0 texts in all" in section.text
    content = json.loads(json.dumps(section.content))
    assert content["advantage"][0]["value"] == deletion.advantage[0].value
    assert content["cost"]["texts"] == 11
    (picture,) = section.pictures
    picture.draw(tmp_path / picture.file)
    assert min(Image.open(tmp_path / picture.file).size) > 300
