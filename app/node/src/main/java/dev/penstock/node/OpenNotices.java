package dev.penstock.node;

import dev.penstock.notices.NoticeBoard;
import dev.penstock.notices.NoticeKey;
import dev.penstock.notices.Standing;
import dev.penstock.web.NoticeView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The node's notices as the API shows them; they begin after the API does.
 *
 * @param notices empty where nobody is told
 */
record OpenNotices(Supplier<Optional<NodeNotices>> notices) implements NoticeView {
  @Override
  public List<Standing> open() {
    return notices.get().map(NodeNotices::open).orElse(List.of());
  }

  @Override
  public Map<String, String> details(NoticeKey key) {
    return notices.get().map(told -> told.details(key)).orElse(Map.of());
  }

  @Override
  public NoticeBoard.Acknowledging acknowledge(NoticeKey key, String by) {
    return notices
        .get()
        .map(told -> told.acknowledge(key, by))
        .orElse(NoticeBoard.Acknowledging.UNKNOWN);
  }
}
