"""The trials as Hypothesis runs them: a form bent, a package, a workbook of another format and a letter mutated."""

from collections.abc import Callable, Mapping

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.bends import bent, mutated
from tests.fuzz.laws import Bench

Trial = Callable[[], None]


def trials(bench: Bench, examples: int, number: int) -> Mapping[str, Trial]:
    """The trials by name. The same seed `number` tries the same files."""
    settled = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        print_blob=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )

    @settled
    @seed(number)
    @given(bent(bench.sheets()))
    def bend(data: bytes) -> None:
        bench.try_out(data)

    found: dict[str, Trial] = {"forms bent": bend}
    for extension, (file, right) in bench.files().items():
        found[f".{extension} mutated"] = settled(seed(number)(_mutation(bench, file, right)))
    return found


def _mutation(bench: Bench, file: str, right: bytes) -> Trial:
    @given(mutated(right))
    def mutate(data: bytes) -> None:
        bench.try_out(data, file)

    return mutate
