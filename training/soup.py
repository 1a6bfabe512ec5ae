"""A model soup: one network whose weights are the mean of those of several.

Wortsman et al. 2022, "Model soups: averaging weights of multiple fine-tuned models improves accuracy without
increasing inference time". It works for networks that were fine-tuned from the same first weights, the head's too.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from training.network import open_network


@torch.no_grad()
def average_networks(folders: Sequence[Path], out: Path) -> None:
    """Write the network whose every weight is the mean of that weight in some networks of one shape.

    Parameters
    ----------
    folders
        Of the networks, each with its configuration and tokenizer, which are alike; those of the first are kept.
    out
        Folder to write.
    """
    soup = open_network(folders[0])
    weights = [dict(open_network(folder).named_parameters()) for folder in folders]
    for name, mean in soup.named_parameters():
        mean.copy_(torch.stack([own[name] for own in weights]).mean(dim=0))
    soup.save_pretrained(out)
    shutil.copy(folders[0] / "tokenizer.json", out)
