from training.behaviour import load_cases, run


def test_every_file_is_measured(classifier, folder) -> None:
    result = run(classifier, load_cases(folder(), classifier.labels), progress=False)

    assert [check.name for check in result.checks] == [
        "Business",
        "Health",
        "lower case",
        "a word of another desk",
        "names",
        "shares",
        "AUROC of the confidence",
        "out of scope, needs review",
        "in scope, needs review",
    ]
    assert [check.name for check in result.checks if not check.passed] == ["a word of another desk"]


def test_what_is_not_there_is_not_measured(classifier, folder) -> None:
    cases = load_cases(folder(minimum=None, invariance=None, out_of_scope=None), classifier.labels)

    result = run(classifier, cases, progress=False)

    assert [check.test for check in result.checks] == ["direction"]
    assert result.scope is None
    assert result.passed
