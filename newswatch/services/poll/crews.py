"""Who polls for a run elsewhere. What that takes is imported only once it is asked for."""

from contextlib import AbstractContextManager

from newswatch.errors import ClusterError
from newswatch.services.poll.post import Crew


def cluster(address: str) -> AbstractContextManager[Crew]:
    """The workers of the dask scheduler at an address, once it is entered. Raises ClusterError if dask is not installed, or as `cluster.crew` does."""
    try:
        from newswatch.services.poll.cluster import crew
    except ModuleNotFoundError as error:
        if error.name not in ("distributed", "dask"):
            raise
        raise ClusterError(f"{address}: polling on a cluster needs dask.distributed: pip install 'newswatch[cluster]'") from error
    return crew(address)
