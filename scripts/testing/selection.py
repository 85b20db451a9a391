"""What `./test NAME…` asks for: whole kinds and programs by their name, single tests by a part of theirs."""

from dataclasses import dataclass, field

KINDS = ("tidy", "cpp", "unit", "contract", "scenario", "docs", "web", "fuzz", "e2e", "tsan", "gcc", "clang-tidy")


@dataclass
class Selection:
    names: list = field(default_factory=list)
    programs: tuple = ()  # test programs that exist, such as unit_base

    @property
    def everything(self):
        return not self.names

    def whole(self, kind, program=None):
        """Whether all of a kind, or of one of its programs, was asked for."""
        if self.everything or kind in self.names:
            return True
        return program is not None and (program in self.names or program.split("_")[0] in self.names)

    @property
    def parts(self):
        """Words that name no kind and no program: parts of tests' names."""
        return [name for name in self.names if name not in KINDS and name not in self.programs]

    def touches(self, *kinds):
        return self.everything or bool(self.parts) or any(
            kind in self.names or any(program in self.names for program in self.programs if kind == "cpp")
            for kind in kinds)
