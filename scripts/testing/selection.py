"""What `./test NAME…` asks for: whole kinds and programs by their name, single tests by a part of theirs."""

from dataclasses import dataclass, field

KINDS = ("tidy", "unit", "contract", "scenario", "docs", "web", "fuzz", "e2e", "tsan", "gcc", "clang-tidy")


@dataclass
class Selection:
    names: list = field(default_factory=list)
    fuzzers: tuple = ()

    def _kind_of(self, name):
        """None: the name is a part of tests' names."""
        if name.startswith("unit_"):
            return "unit"
        if name in self.fuzzers:
            return "fuzz"
        return name if name in KINDS else None

    @property
    def everything(self):
        return not self.names

    @property
    def parts(self):
        return [name for name in self.names if self._kind_of(name) is None]

    def whole(self, kind):
        """Whether all of a kind was asked for."""
        return self.everything or kind in self.names

    def whole_program(self, name):
        """Whether all of a test program (unit_base, contract) was asked for."""
        return self.whole(name.split("_")[0]) or name in self.names

    def touches(self, *kinds):
        """Whether any test of these kinds may have been asked for."""
        return self.everything or any(self._kind_of(name) in (None, *kinds) for name in self.names)
