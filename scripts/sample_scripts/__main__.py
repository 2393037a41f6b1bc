"""Write the shipped scripts as workbooks: `python -m sample_scripts [FOLDER]` (default: where the package ships them)."""

from __future__ import annotations

import sys
from pathlib import Path

from sample_scripts import complaint_confirmation, courier_delivery, salon_care, salon_satisfaction
from sample_scripts.book import workbook

SHIPPED = Path(__file__).resolve().parents[2] / "src" / "callbench" / "demo" / "scripts"
SCRIPTS = (salon_care, salon_satisfaction, courier_delivery, complaint_confirmation)


def main(folder: Path) -> None:
    """Write each script into `folder`, named by its id, which is the module's name."""
    folder.mkdir(parents=True, exist_ok=True)
    for script in SCRIPTS:
        form_id = script.__name__.rpartition(".")[2]
        path = folder / f"{form_id}.xlsx"
        path.write_bytes(workbook(form_id, script.VERSION, script.TITLE, script.SURVEY, script.CHOICES))
        print(path, file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED)
