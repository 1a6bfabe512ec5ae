"""What SageMaker reads out of a job's log: figures, by the lines that a training prints."""

NUMBER = r"'?([-+.0-9e]+)"

OBJECTIVE = "valid:macro-f1"
"""What a tuning makes as large as it can."""

METRICS = {
    "train:loss": rf"'loss': {NUMBER}",
    "train:learning-rate": rf"'learning_rate': {NUMBER}",
    "train:gradient-norm": rf"'grad_norm': {NUMBER}",
    "train:epoch": rf"'epoch': {NUMBER}",
    "valid:loss": rf"'eval_loss': {NUMBER}",
    "valid:accuracy": rf"'eval_accuracy': {NUMBER}",
    OBJECTIVE: rf"'eval_macro_f1': {NUMBER}",
}
"""A regular expression with one group for each; whether the trainer quotes numbers depends on its version."""
