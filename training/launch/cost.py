"""What a job costs at most: what its instances cost, for as long as it may run."""

from training.launch.errors import LaunchError
from training.launch.job import Job
from training.launch.price import price_per_hour


def estimate(job: Job, price: float | None = None) -> str:
    """Return in words what a job costs at most.

    Parameters
    ----------
    job
        Of which only the number of its trainings, its instances and its time count.
    price
        Dollars for an hour of one instance; None asks AWS's price list.
    """
    machines = job.compute
    hours = machines.seconds / 3600
    work = f"{machines.instances} x {machines.instance} x {hours:g} h"
    if job.trainings > 1:
        work = f"{job.trainings} trainings x {work}"
    try:
        price = price_per_hour(machines.instance, job.place.region) if price is None else price
    except LaunchError as error:
        return (
            f"cost: at most {work}, at a price that is not known here: {error}\n"
            "      with one from https://aws.amazon.com/sagemaker/ai/pricing/: --price-per-hour DOLLARS"
        )
    total = job.trainings * machines.instances * hours * price
    spot = "; spot instances cost at most that" if machines.wait is not None else ""
    return f"cost: at most ${total:.2f} ({work} x ${price:g} an hour), if it takes all its time{spot}"
