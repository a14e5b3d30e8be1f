package dev.penstock.node;

import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.notices.NoticeKey;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.Standing;
import dev.penstock.web.NoticeView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people must know just now, for whoever runs the node: the list, and that somebody knows.
 *
 * <p>Req: 62443-4-2 CR 6.2
 */
final class NoticesCommand implements LongCommand {
  private final NoticeView notices;
  private final NodeUser user;

  NoticesCommand(NoticeView notices, NodeUser user) {
    this.notices = notices;
    this.user = user;
  }

  @Override
  public ControlAnswer run(List<String> words, Progress progress) {
    return words.isEmpty()
        ? new ControlAnswer.Done(list())
        : words.size() == 2
            ? acknowledge(words.get(0), words.get(1))
            : new ControlAnswer.Refused("name the kind and the subject, as the list has them");
  }

  private List<String> list() {
    List<String> lines = new ArrayList<>();
    for (Standing each : notices.open()) {
      lines.add(
          each.notice().severity().wireName()
              + "  "
              + each.notice().kind().wireName()
              + "  "
              + each.notice().subject()
              + "  since "
              + each.notice().since()
              + each.acknowledged().map(known -> ", known to " + known.by()).orElse(""));
      lines.add("    " + each.notice().text());
    }
    return lines.isEmpty() ? List.of("nothing that anybody must know") : lines;
  }

  private ControlAnswer acknowledge(String word, String subject) {
    Optional<NoticeKind> kind = NoticeKind.ofWireName(word);
    if (kind.isEmpty()) {
      return new ControlAnswer.Refused("there is no kind " + word + "; docs/notices.md has them");
    }
    NoticeKey key = NoticeKey.of(kind.get(), subject);
    if (notices.open().stream().noneMatch(each -> each.notice().key().equals(key))) {
      return over(key);
    }
    try {
      user.does("notices.manage", "acknowledge " + word + "/" + key.subject());
    } catch (IOException e) {
      return new ControlAnswer.Refused("it could not be written down: " + e.getMessage());
    }
    return switch (notices.acknowledge(key, NodeUser.ORIGIN)) {
      case DONE, ALREADY ->
          new ControlAnswer.Done(List.of("known: no further step, and nothing is repeated"));
      case UNKNOWN -> over(key);
    };
  }

  private static ControlAnswer over(NoticeKey key) {
    return new ControlAnswer.Refused(
        "no notice " + key.kind().wireName() + " about '" + key.subject() + "' goes on");
  }
}
