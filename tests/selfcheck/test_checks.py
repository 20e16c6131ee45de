"""What is said of recorded PCs: what is wrong is found, and nothing else."""

import json

import pytest

from tests.kit import pcs
from xlpy.selfcheck.checks import Check, Grade, check, summary, verdict
from xlpy.selfcheck.facts import Facts, LibreOffice, Location, Macros, Passwords
from xlpy.selfcheck.telling import checks_document, checks_text


def wrong(facts: Facts) -> dict[str, Grade]:
    """What is not fine, by its name."""
    return {each.name: each.grade for each in check(facts) if each.grade is not Grade.FINE}


def one(facts: Facts, name: str) -> Check:
    return next(each for each in check(facts) if each.name == name)


@pytest.mark.parametrize("pc", ["good", "vietnamese-name-mended", "old-office", "no-excel", "linux"])
def test_a_pc_that_can_do_its_work_has_no_fault(pc: str) -> None:
    assert Grade.FAULT not in wrong(pcs.ALL[pc]).values()


@pytest.mark.parametrize("facts", pcs.ALL.values(), ids=pcs.ALL)
def test_whatever_is_not_fine_comes_with_what_to_do(facts: Facts) -> None:
    for each in check(facts):
        assert bool(each.remedy) == (each.grade is not Grade.FINE), each.line
        assert each.title and each.found, each
        assert "\n" not in each.line


@pytest.mark.parametrize("facts", pcs.ALL.values(), ids=pcs.ALL)
def test_every_check_has_a_name_of_its_own(facts: Facts) -> None:
    names = [each.name for each in check(facts)]
    assert len(names) == len(set(names))


def test_a_pc_prepared_as_the_guide_says_is_fine() -> None:
    assert wrong(pcs.GOOD) == {}
    assert summary(check(pcs.GOOD)) == "Mọi thứ đã sẵn sàng."


def test_a_user_name_with_accents_is_told_with_another_place_for_python_and_temp() -> None:
    assert wrong(pcs.VIETNAMESE_NAME) == {"python": Grade.FAULT, "temp": Grade.FAULT, "interpreter": Grade.FAULT}
    assert r"C:\Hotich\Python" in one(pcs.VIETNAMESE_NAME, "python").remedy
    assert r"C:\Hotich\Temp" in one(pcs.VIETNAMESE_NAME, "temp").remedy


def test_a_user_name_with_accents_does_no_harm_where_python_and_temp_are_elsewhere() -> None:
    assert wrong(pcs.VIETNAMESE_NAME_MENDED) == {}
    assert "Nguyễn Văn A" in one(pcs.VIETNAMESE_NAME_MENDED, "profile").found
    assert "profile" not in [each.name for each in check(pcs.GOOD)]


def test_a_variables_name_in_the_name_of_the_folder_is_warned_of() -> None:
    facts = pcs.windows(place_read=r"C:\Users\lan viec")._replace(
        place=pcs.GOOD.place._replace(path=r"C:\%USERPROFILE% viec")
    )
    warned = one(facts, "variables")
    assert (warned.grade, "bỏ dấu %" in warned.remedy) == (Grade.NOTE, True)
    assert r"C:\%USERPROFILE% viec" in warned.found and r"C:\Users\lan viec" in warned.found
    percent = r"C:\100% xong"
    facts = pcs.windows(place_read=percent)._replace(place=pcs.GOOD.place._replace(path=percent))
    assert "variables" not in wrong(facts)


def test_spaces_in_paths_do_no_harm() -> None:
    spaced = r"C:\Program Files\Python312\python.exe"
    facts = pcs.windows(
        beside=spaced, temp=r"C:\Users\Van A\Temp", macros=Macros(locations=(Location(r"D:\a b", True),))
    )
    facts = facts._replace(
        python=facts.python._replace(executable=spaced), place=facts.place._replace(path=r"D:\a b\viec lam")
    )
    assert wrong(facts) == {}


def test_python_of_the_store_is_advised_against() -> None:
    assert wrong(pcs.STORE_PYTHON) == {"python": Grade.NOTE}


def test_a_virtual_environment_on_python_of_the_store_is_found_too() -> None:
    python = pcs.STORE_PYTHON.python._replace(executable=r"C:\Hotich\.venv\Scripts\python.exe")
    assert "python" in wrong(pcs.STORE_PYTHON._replace(python=python))


@pytest.mark.parametrize(("version", "grade"), [((3, 10, 14), Grade.FAULT), ((3, 11, 0), None), ((4, 0, 0), None)])
def test_python_must_be_new_enough(version: tuple[int, int, int], grade: Grade | None) -> None:
    assert wrong(pcs.GOOD._replace(python=pcs.GOOD.python._replace(version=version))).get("python") is grade


def test_excel_of_the_store_is_a_fault_with_another_way_to_work() -> None:
    assert wrong(pcs.STORE_EXCEL) == {"excel": Grade.FAULT}
    assert "Tong hop.cmd" in one(pcs.STORE_EXCEL, "excel").remedy


def test_excel_of_32_bits_works_with_python_of_64() -> None:
    assert wrong(pcs.OLD_OFFICE) == {}
    assert "32 bit" in one(pcs.OLD_OFFICE, "excel").found
    assert "Python 64 bit" in one(pcs.OLD_OFFICE, "excel").found


def test_without_excel_no_button_is_judged() -> None:
    assert wrong(pcs.NO_EXCEL) == {"excel": Grade.NOTE}
    names = {each.name for each in check(pcs.NO_EXCEL)}
    assert names.isdisjoint({"temp", "macros", "blocked", "defender", "interpreter"})
    assert "libreoffice" in names


def test_a_desktop_in_onedrive_is_noticed() -> None:
    assert wrong(pcs.ON_THE_DESKTOP) == {"folder": Grade.NOTE, "macros": Grade.NOTE}
    assert r"C:\Users\lan\OneDrive" in one(pcs.ON_THE_DESKTOP, "folder").found


def test_a_folder_whose_name_merely_begins_like_onedrive_is_not_in_it() -> None:
    place = pcs.GOOD.place._replace(path=r"C:\Users\lan\OneDrive cu\viec")
    assert "folder" not in wrong(pcs.GOOD._replace(place=place))


@pytest.mark.parametrize(("mode", "grade"), [(0, None), (1, Grade.FAULT), (2, None), (6, Grade.NOTE)])
@pytest.mark.parametrize("rule", ["child_processes", "system_calls"])
def test_rules_of_defender_that_stop_a_button_are_named(rule: str, mode: int, grade: Grade | None) -> None:
    facts = pcs.windows(**{rule: mode})
    assert wrong(facts).get("defender") is grade
    if grade:
        assert ("child processes" if rule == "child_processes" else "Win32") in one(facts, "defender").found


def test_where_excel_may_start_nothing_who_is_on_duty_is_the_way() -> None:
    facts = pcs.windows(child_processes=1)
    assert "Truc nut.cmd" in one(facts, "defender").remedy
    served = facts._replace(duty="tiến trình 4711, bản 0.1.0, từ 2023-05-22 13:02:11")
    assert "defender" not in wrong(served)
    assert "đang có Trực nút, nút vẫn chạy" in one(served, "defender").found
    assert one(served, "duty").found.startswith("đang trực (tiến trình 4711, ")
    both = pcs.windows(child_processes=1, system_calls=1)._replace(duty=served.duty)
    assert wrong(both)["defender"] is Grade.FAULT  # no macro runs at all


def test_a_downloaded_workbook_is_to_be_unblocked() -> None:
    assert wrong(pcs.DOWNLOADED) == {"macros": Grade.NOTE, "blocked": Grade.FAULT}
    assert "Unblock" in one(pcs.DOWNLOADED, "blocked").remedy
    assert "cán bộ phụ trách CNTT cũng đã lệnh chặn" in one(pcs.DOWNLOADED, "blocked").found


def test_a_downloaded_workbook_in_a_trusted_location_works() -> None:
    assert wrong(pcs.windows(zone=3)) == {}


@pytest.mark.parametrize("zone", [None, 0, 1, 2])
def test_a_workbook_from_this_pc_or_the_office_network_is_not_blocked(zone: int | None) -> None:
    assert "blocked" not in wrong(pcs.windows(zone=zone, macros=Macros()))


@pytest.mark.parametrize(
    ("level", "grade"), [(None, Grade.NOTE), (1, Grade.NOTE), (2, Grade.NOTE), (3, Grade.FAULT), (4, Grade.FAULT)]
)
@pytest.mark.parametrize("ordered", [True, False])
def test_macros_that_are_switched_off_are_a_fault_outside_of_trusted_locations(
    level: int | None, grade: Grade, ordered: bool
) -> None:
    facts = pcs.macros(level=level, ordered=ordered)
    assert wrong(facts) == {"macros": grade}
    if grade is Grade.FAULT:
        assert ("theo lệnh của cán bộ phụ trách CNTT" in one(facts, "macros").found) == ordered
    trusting = pcs.macros(level=level, ordered=ordered, locations=(Location(r"c:\hotich\VIEC", False),))
    assert wrong(trusting) == {}


def test_vba_that_is_switched_off_is_a_fault_everywhere() -> None:
    assert wrong(pcs.macros(off=True, locations=(Location(r"C:\Hotich\viec", False),))) == {"macros": Grade.FAULT}


@pytest.mark.parametrize(
    ("location", "trusted"),
    [
        (Location("C:\\Hotich\\viec\\", False), True),
        (Location(r"C:\Hotich", True), True),
        (Location(r"C:\Hotich", False), False),
        (Location(r"C:\Hot", True), False),
        (Location("C:/Hotich/", True), True),
        (Location(r"D:\Hotich\viec", True), False),
    ],
)
def test_a_trusted_location_holds_for_its_subfolders_only_where_it_says_so(location: Location, trusted: bool) -> None:
    assert ("macros" not in wrong(pcs.macros(locations=(location,)))) == trusted


def test_a_trusted_location_does_not_count_where_the_administrator_forbids_them() -> None:
    assert "macros" in wrong(pcs.macros(locations=(Location(r"C:\Hotich\viec", False),), locations_off=True))


@pytest.mark.parametrize("allowed", [True, False])
def test_a_trusted_location_on_another_pc_counts_only_where_that_is_allowed(allowed: bool) -> None:
    path = r"\\may-chu\hotich\viec"
    facts = pcs.macros(locations=(Location(path, False),), network_locations=allowed)
    found = wrong(facts._replace(place=facts.place._replace(path=path, network=True)))
    assert found["folder"] is Grade.NOTE
    assert ("macros" in found) == (not allowed)


def test_without_xlwings_conf_the_one_command_that_writes_it_is_named() -> None:
    facts = pcs.windows(beside=None)
    assert wrong(facts) == {"interpreter": Grade.FAULT}
    assert r'hotich tu-kiem -C "C:\Hotich\viec" --ghi' in one(facts, "interpreter").remedy


def test_the_persons_own_xlwings_conf_is_enough() -> None:
    assert wrong(pcs.windows(beside=None, of_user=pcs.PYTHON)) == {}


def test_the_persons_own_xlwings_conf_cannot_be_read_below_a_name_with_accents() -> None:
    facts = pcs.windows(beside=None, of_user=pcs.PYTHON, profile=r"C:\Users\Nguyễn Văn A")
    assert wrong(facts) == {"interpreter": Grade.FAULT}


def test_in_a_folder_with_accents_xlwings_conf_is_not_found() -> None:
    found = wrong(pcs.FOLDER_WITH_ACCENTS)
    assert found["interpreter"] is Grade.FAULT
    assert r"C:\Hotich-viec" in one(pcs.FOLDER_WITH_ACCENTS, "interpreter").remedy


def test_the_python_that_is_named_must_run() -> None:
    facts = pcs.windows(trial="ModuleNotFoundError: No module named 'xlpy'")
    assert wrong(facts) == {"interpreter": Grade.FAULT}
    assert "No module named 'xlpy'" in one(facts, "interpreter").found


@pytest.mark.parametrize("named", [r"D:\Dữ liệu\python.exe", "python"])
def test_the_python_that_is_named_must_be_named_in_full_and_without_accents(named: str) -> None:
    assert wrong(pcs.windows(beside=named)) == {"interpreter": Grade.FAULT}


def test_another_python_that_has_hotich_too_is_no_fault() -> None:
    facts = pcs.windows(beside=r"D:\Python\python.exe")
    assert wrong(facts) == {}
    assert "khác" in one(facts, "interpreter").found
    assert "khác" not in one(pcs.windows(beside=pcs.PYTHON.upper()), "interpreter").found


@pytest.mark.parametrize(("missing", "unlike"), [(("xlwings",), ()), ((), ("xlwings 0.36.0 (cần 0.37.8)",))])
def test_a_package_that_is_missing_or_of_another_version_is_named(
    missing: tuple[str, ...], unlike: tuple[str, ...]
) -> None:
    facts = pcs.GOOD._replace(packages=pcs.GOOD.packages._replace(missing=missing, unlike=unlike))
    assert wrong(facts) == {"packages": Grade.FAULT}
    assert (*missing, *unlike)[0] in one(facts, "packages").found


def test_a_folder_must_be_writable_and_have_room() -> None:
    assert wrong(pcs.LINUX._replace(place=pcs.LINUX.place._replace(writable=False))) == {"folder": Grade.FAULT}
    assert wrong(pcs.LINUX._replace(place=pcs.LINUX.place._replace(free=200 << 20))) == {"room": Grade.NOTE}
    assert wrong(pcs.LINUX._replace(place=pcs.LINUX.place._replace(free=9 << 20))) == {"room": Grade.FAULT}


def test_a_folder_that_is_no_working_folder_is_a_fault_and_one_without_workbook_is_not() -> None:
    place = pcs.LINUX.place._replace(workbook=False)
    assert wrong(pcs.LINUX._replace(place=place)) == {"workbook": Grade.NOTE}
    assert wrong(pcs.LINUX._replace(place=place._replace(inbox=False))) == {"workbook": Grade.FAULT}


def test_on_linux_nothing_of_windows_is_judged_and_accents_do_no_harm() -> None:
    names = {each.name for each in check(pcs.LINUX)}
    assert names == {
        "python",
        "packages",
        "reader",
        "folder",
        "room",
        "workbook",
        "passwords",
        "libreoffice",
        "uno",
        "font",
        "clock",
    }
    assert wrong(pcs.LINUX) == {}


def test_on_linux_libreoffice_is_advised_and_not_demanded() -> None:
    assert wrong(pcs.LINUX._replace(libreoffice=LibreOffice("", uno=False))) == {"libreoffice": Grade.NOTE}
    facts = pcs.LINUX._replace(libreoffice=LibreOffice("/usr/bin/soffice", uno=False))
    assert wrong(facts) == {"uno": Grade.NOTE}
    assert "python3-uno" in one(facts, "uno").remedy


@pytest.mark.parametrize("family", ["DejaVu Serif", ""])
def test_a_font_of_other_widths_is_noticed(family: str) -> None:
    assert wrong(pcs.LINUX._replace(serif=family)) == {"font": Grade.NOTE}
    assert family in one(pcs.LINUX._replace(serif=family), "font").found


def test_a_font_that_cannot_be_known_is_not_judged() -> None:
    assert "font" not in {each.name for each in check(pcs.LINUX._replace(serif=None))}


@pytest.mark.parametrize(("offset", "told"), [(0, "UTC+0"), (-210, "UTC-3:30"), (540, "UTC+9")])
def test_a_clock_of_another_zone_is_noticed(offset: int, told: str) -> None:
    facts = pcs.LINUX._replace(clock=pcs.LINUX.clock._replace(offset=offset))
    assert wrong(facts) == {"clock": Grade.NOTE}
    assert told in one(facts, "clock").found


def test_a_clock_that_stands_before_the_installation_is_a_fault() -> None:
    assert wrong(pcs.LINUX._replace(clock=pcs.LINUX.clock._replace(now=0.0))) == {"clock": Grade.FAULT}


def test_the_last_line_counts_and_the_worst_decides() -> None:
    checks = check(pcs.DOWNLOADED)
    assert summary(checks) == "Cần sửa 1 chỗ (✗), nên xem 1 chỗ (!)."
    assert verdict(checks) is Grade.FAULT
    assert summary(check(pcs.STORE_PYTHON)) == "Dùng được; nên xem 1 chỗ (!)."
    assert verdict(check(pcs.STORE_PYTHON)) is Grade.NOTE
    assert verdict(check(pcs.GOOD)) is Grade.FINE


def test_people_read_a_line_a_check() -> None:
    lines = checks_text(check(pcs.DOWNLOADED)).splitlines()
    assert lines[0] == r"✓ Python · 3.12.7, 64 bit, C:\Hotich\Python\python.exe"
    assert [line[0] for line in lines[:-2]].count("✗") == 1
    assert lines[-2:] == ["", "Cần sửa 1 chỗ (✗), nên xem 1 chỗ (!)."]


@pytest.mark.parametrize("facts", pcs.ALL.values(), ids=pcs.ALL)
def test_programs_read_one_document_with_the_facts(facts: Facts) -> None:
    document = json.loads(json.dumps(checks_document(facts, check(facts))))
    assert document["verdict"] == verdict(check(facts))
    assert {each["grade"] for each in document["checks"]} <= {"ok", "warn", "fail"}
    assert document["facts"]["python"]["executable"] == facts.python.executable
    assert (document["facts"]["windows"] is None) == (facts.windows is None)


def test_the_store_of_passwords_is_named_and_a_plain_one_warned_of() -> None:
    assert one(pcs.LINUX, "passwords").grade is Grade.FINE
    kept = one(pcs.LINUX._replace(passwords=Passwords("Windows Credential Manager")), "passwords")
    assert (kept.grade, kept.found) == (Grade.FINE, "Windows Credential Manager")
    plain = one(
        pcs.LINUX._replace(passwords=Passwords("keyrings.alt.file.PlaintextKeyring", "chữ đọc được")), "passwords"
    )
    assert plain.grade is Grade.NOTE and "chữ đọc được" in plain.remedy
