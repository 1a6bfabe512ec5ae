from training.aws import client_of


def test_a_client_gives_up_after_a_while():
    config = client_of("s3", "eu-west-1").meta.config

    assert (config.connect_timeout, config.read_timeout) == (5, 30)
    assert config.retries["total_max_attempts"] == 4


def test_the_region_is_that_of_the_environment_unless_told(monkeypatch):
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    assert client_of("s3").meta.region_name == "eu-north-1"
    assert client_of("s3", "eu-west-1").meta.region_name == "eu-west-1"
