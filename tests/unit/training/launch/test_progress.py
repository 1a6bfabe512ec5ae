from training.launch.progress import Progress


def test_before_anything_is_said_there_is_nothing_to_tell():
    assert str(Progress(epochs=3)) == ""


def test_it_is_what_was_said_last():
    progress = Progress(epochs=3)

    progress.read("{'loss': '0.91', 'grad_norm': '0.2', 'learning_rate': '0.001', 'epoch': '0.5'}")
    assert str(progress) == "epoch 0.50 of 3, loss 0.91"
    progress.read("{'eval_loss': '0.7', 'eval_accuracy': '0.9', 'eval_macro_f1': '0.8812', 'epoch': '1'}")
    progress.read("nothing of interest")
    assert str(progress) == "epoch 1.00 of 3, loss 0.91, macro-F1 0.8812"


def test_without_a_recipe_the_most_epochs_are_not_known():
    progress = Progress()

    progress.read("{'loss': 0.91, 'epoch': 0.5}")

    assert str(progress) == "epoch 0.50, loss 0.91"


def test_of_several_networks_it_is_told_which():
    progress = Progress(epochs=5)

    progress.read("member 1 of 4")
    progress.read("{'loss': 0.91, 'epoch': 4.5}")
    progress.read("[algo-1] member 2 of 4")
    assert str(progress) == "member 2 of 4"
    progress.read("{'loss': 1.4, 'epoch': 0.2}")
    assert str(progress) == "member 2 of 4, epoch 0.20 of 5, loss 1.4"


def test_the_words_are_those_of_the_training():
    from pathlib import Path

    source = (Path(__file__).parents[4] / "training/train.py").read_text()

    assert 'f"member {number} of {' in source
    assert 'f"teacher {number} of {' in source
