package dev.penstock.web;

import dev.penstock.notices.NoticeBoard;
import dev.penstock.notices.NoticeKey;
import dev.penstock.notices.Standing;
import java.util.List;
import java.util.Map;

/** What people must know just now, and who says that they know. */
public interface NoticeView {
  /** A node that tells nobody. */
  NoticeView NONE =
      new NoticeView() {
        @Override
        public List<Standing> open() {
          return List.of();
        }

        @Override
        public NoticeBoard.Acknowledging acknowledge(NoticeKey key, String by) {
          return NoticeBoard.Acknowledging.UNKNOWN;
        }
      };

  /** What goes on, the oldest first. */
  List<Standing> open();

  /**
   * What the text of an open one says, in pieces by name (docs/api.md); empty where it has none.
   */
  default Map<String, String> details(NoticeKey key) {
    return Map.of();
  }

  /**
   * Somebody knows: no further step is taken, and nothing is repeated.
   *
   * @param by a pseudonym, or what else asked
   */
  NoticeBoard.Acknowledging acknowledge(NoticeKey key, String by);
}
