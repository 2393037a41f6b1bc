"""What stands on the call screen beside the script: who is called, or why nobody is; clocks; what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.errors import CallbenchError
from callbench.i18n import _
from callbench.records.calls import NothingNow
from callbench.tui import show_customer
from callbench.tui.keymap import key_of
from callbench.tui.screens.queue_lines import Place
from callbench.tui.screens.queue_words import nothing_now
from callbench.tui.standstill import Told
from callbench.tui.widgets.customer_side import CustomerSide
from callbench.tui.widgets.fitted import Fitted
from callbench.tui.widgets.header import Header
from callbench.tui.widgets.notice import Notice
from callbench.tui.widgets.placard import Placard
from callbench.tui.widgets.trouble import Trouble

if TYPE_CHECKING:
    from callbench.tui.screens.call import CallScreen


class Face:
    """Draws what `screen` has in hand; without a call nothing of the one before stays."""

    def __init__(self, screen: CallScreen) -> None:
        self._screen = screen

    def draw(self) -> None:
        """Card, history and the folded line as they are now; or what is said in their place."""
        screen, talk, settings = self._screen, self._screen.talk, self._screen.desk.settings
        screen.query_one(CustomerSide).show(talk)
        folded = screen.query_one("#folded", Fitted)
        if talk is None:
            folded.show(None)
        else:
            folded.show(lambda width: [show_customer.folded(talk.call, settings, width, whole=talk.whole)])
        placard = screen.query_one(Placard)
        if screen.still is None:
            placard.clear()
        else:
            placard.tell(*screen.still.told())

    def begin(self) -> None:
        """Another call, or none: the card from its top."""
        screen = self._screen
        screen.set_class(screen.still is not None, "-nothing")
        screen.query_one(CustomerSide).scroll_home(animate=False)
        self.draw()

    def clear(self) -> None:
        """Nothing is said any more, and no clock of a customer goes on."""
        screen = self._screen
        self.say("")
        self.warn(None)
        screen.query_one(Trouble).clear()
        screen.query_one(Header).aside = ()

    def say(self, words: str) -> None:
        """One line under the call."""
        self._screen.query_one(Notice).said = words

    def warn(self, failure: CallbenchError | None) -> bool:
        """What could not be kept, until it is, unless a failure in front says the same; whether that is news."""
        notice, front = self._screen.query_one(Notice), self._screen.query_one(Trouble).error
        said = failure is not None and front is not None and front.what == failure.what
        before, notice.trouble = notice.trouble, None if said else failure
        return before is not notice.trouble

    def tick(self) -> None:
        """The timer and the customer's clock: they stand in the header, away from every field."""
        screen, talk = self._screen, self._screen.talk
        now, aside = screen.desk.clock.now(), tuple[tuple[str, str], ...]()
        if talk is not None:
            talk.count_wrap_up(now)
            aside = show_customer.clocks(talk.call, screen.desk.settings, now, talk.wrap_up_from)
        header = screen.query_one(Header)
        if header.aside != aside:
            header.aside = aside

    def nobody(self, found: NothingNow | CallbenchError) -> Told:
        """Why nobody can be called; a failure in front says it itself."""
        place = Place.of(self._screen.desk.settings, self._screen.desk.clock.now())
        keys = _("Enter looks again, {key} goes back to the queue.").format(key=key_of("call.leave")), "$muted"
        if isinstance(found, NothingNow):
            return *nothing_now(found, place), keys
        return *nothing_now(NothingNow({}, None), place)[:1], keys
