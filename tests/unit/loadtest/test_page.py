from loadtest.page import page


def test_it_needs_no_other_file(tmp_path):
    (tmp_path / "rates.png").write_bytes(b"picture")

    found = page("# Load <b>\n\n![Rates](rates.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", tmp_path)

    assert "<title>Load &lt;b&gt;</title>" in found
    assert 'src="data:image/png;base64,cGljdHVyZQ=="' in found
    assert '<div class="table"><table>' in found
    assert "<b>" not in found
