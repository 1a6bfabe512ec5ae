"""Training headlines as other publishers might have written them.

The corpus knows few publishers and one year. Each alteration keeps the label: a network that has seen it does not
learn that " - Reuters" means Business, or that whoever is named is a celebrity.
"""

import random
import re
from collections.abc import Callable

SOURCES = (
    "ABC News", "AFP", "Al Jazeera", "AP", "Axios", "BBC News", "Bloomberg", "CBC", "CNBC", "CNN", "Daily Mail",
    "Deutsche Welle", "Financial Times", "Forbes", "Fox News", "Global News", "HuffPost", "Los Angeles Times",
    "Mirror", "MSN", "New York Times", "NPR", "Quartz", "Reuters", "Sky News", "The Guardian", "The Hindu",
    "The Independent", "The Sun", "The Telegraph", "The Verge", "TIME", "Times of India", "USA TODAY", "Vox",
    "Washington Post", "Wired", "Yahoo News",
)  # fmt: skip
OPENINGS = (
    "UPDATE 1-", "UPDATE 2-", "UPDATE 3-", "BRIEF-", "AP - ", "Reuters - ", "(AP) ", "LONDON (Reuters) - ",
    "NEW YORK (AP) - ", "WASHINGTON - ", "BREAKING: ", "Exclusive: ", "LIVE: ", "VIDEO: ", "WATCH: ", "Opinion: ",
    "Report: ",
)  # fmt: skip
FIRST_NAMES = (
    "Abena", "Adrian", "Aisha", "Alan", "Amir", "Ana", "Anita", "Beatriz", "Bernard", "Carla", "Chen", "Daniel",
    "Deepak", "Elif", "Emily", "Farah", "Fiona", "Giulia", "Hassan", "Helen", "Ines", "Ivan", "Joanna", "Karim",
    "Kenji", "Laura", "Mariam", "Matthew", "Min-jun", "Nadia", "Ngozi", "Oscar", "Patricia", "Pedro", "Priya",
    "Ravi", "Rosa", "Simon", "Siobhan", "Tariq", "Thomas", "Valentina", "Viktor", "Wei", "Xavier", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Adeyemi", "Andersen", "Banerjee", "Baker", "Bianchi", "Campbell", "Castillo", "Chowdhury", "Cohen", "Dubois",
    "Evans", "Fernandes", "Fischer", "Gonzalez", "Haddad", "Hughes", "Ito", "Ivanov", "Jansen", "Kaya", "Khan",
    "Kim", "Kowalski", "Kumar", "Larsen", "Lee", "Mbeki", "Mitchell", "Moreau", "Mwangi", "Nguyen", "Novak",
    "O'Neill", "Okoye", "Park", "Patel", "Ramos", "Rossi", "Schmidt", "Silva", "Suzuki", "Turner", "Wang",
    "Williams", "Yilmaz", "Zhang",
)  # fmt: skip
_NAMED = (
    "{name}: {text}",
    "{name} says {text}",
    "{text}, says {name}",
    "{text}, by {name}",
    "{name} and {text}",
)
_SEPARATORS = (" - ", " | ", " — ")
_LEAST_WORDS = 5  # of a headline that was cut


def alter(text: str) -> str:
    """Return a headline with one thing about it changed, drawn by the `random` module's state."""
    return random.choice(_ALTERATIONS)(text)


def with_source(text: str) -> str:
    """Name a publisher at the end."""
    return text + random.choice(_SEPARATORS) + random.choice(SOURCES)


def with_opening(text: str) -> str:
    """Begin as agencies and live pages do."""
    return random.choice(OPENINGS) + text


def with_name(text: str) -> str:
    """Name somebody, whose name is as good under any label."""
    name = f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}"
    return random.choice(_NAMED).format(name=name, text=text)


def cut(text: str) -> str:
    """Cut up to four words off the end, as aggregators do, and leave dots."""
    words = text.split()
    if len(words) <= _LEAST_WORDS:
        return f"{text}..."
    kept = random.randint(max(_LEAST_WORDS, len(words) - 4), len(words) - 1)
    return " ".join(words[:kept]) + " ..."


def without_punctuation(text: str) -> str:
    """Drop punctuation, but not the signs that are a word: $, £, €, %, &."""
    return " ".join(re.sub(r"[^\w\s$£€%&]", " ", text).split()) or text


def mistyped(text: str) -> str:
    """Drop, double or swap a letter inside one word of five or more."""
    words = text.split()
    long = [index for index, word in enumerate(words) if len(word) > 4]
    if not long:
        return text
    index = random.choice(long)
    word = words[index]
    at = random.randint(1, len(word) - 3)
    words[index] = random.choice(
        (
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return " ".join(words)


_ALTERATIONS: tuple[Callable[[str], str], ...] = (
    with_source,
    with_opening,
    with_name,
    cut,
    without_punctuation,
    mistyped,
)
