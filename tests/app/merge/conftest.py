"""A folder of many communes, and what two days of it give on one machine: made once."""

import pytest

from tests.doors.files.test_hostile_readers import PANIC
from tests.kit.folders import FIRST, SECOND, press
from tests.kit.provinces import Gave, copied, gave, new_province
from xlpy.app.folder import Folder


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return new_province(tmp_path_factory.mktemp("tinh"), PANIC)


@pytest.fixture(scope="session")
def here(province: Folder, tmp_path_factory: pytest.TempPathFactory) -> list[Gave]:
    """What two days give on this machine alone."""
    folder = copied(province, tmp_path_factory.mktemp("mot-may"))
    return [gave(folder, press(folder, day)) for day in (FIRST, SECOND)]
