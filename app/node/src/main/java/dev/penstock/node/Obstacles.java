package dev.penstock.node;

import dev.penstock.flow.journal.JournalFault;
import dev.penstock.pump.IntakePump;
import dev.penstock.syslog.SyslogListener;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is in the way of a node's parts, in lines for the operator. */
final class Obstacles {
  private Obstacles() {}

  /** All there are now. */
  static List<String> of(Node node) {
    IntakePump intake = node.intake();
    Stream<Optional<String>> parts =
        Stream.of(
            intake
                .obstacle()
                .map(finding -> "nothing is taken in: " + finding)
                .or(() ->
                    intake.isStalled()
                        ? Optional.of("nothing is taken in: the disk does not answer; check it")
                        : Optional.empty()),
            intake.accessObstacle().map(why -> "audit: nothing that people do is written: " + why),
            node.sealer().obstacle().map(why -> "nothing is sealed: " + why),
            node.evidence().blocks().obstacle(),
            node.projections().pump().obstacle().map(why -> "the index does not go on: " + why),
            node.checkpoints().obstacle().map(why -> "no checkpoint is published: " + why),
            node.evidence().upkeep().obstacle(),
            node.evidence().early().obstacle(),
            node.evidence().upkeep().kept(),
            node.anchors().obstacle(),
            node.plant().kept().obstacle(),
            node.web().obstacle());
    Stream<String> told =
        Stream.concat(parts, node.syslog().values().stream().map(SyslogListener::remark))
            .flatMap(Optional::stream);
    Stream<String> untold =
        node.notices().flatMap(NodeNotices::obstacle).map(why -> "notices: " + why).stream();
    Stream<String> links = node.gateway().obstacles().stream();
    return Stream.of(told, links, node.trail().obstacles().stream(), untold)
        .flatMap(each -> each)
        .toList();
  }

  /** Why what people do cannot be written down just now, where there are people. */
  static Optional<String> ofAudit(Node node) {
    IntakePump intake = node.intake();
    NodePeople people = node.web().people();
    // A disk without room for what plants say may have room for what people do.
    Optional<String> stuck =
        intake
            .accessObstacle()
            .or(() -> intake.obstacle().filter(why -> why.fault() != JournalFault.DISK_FULL))
            .map(Object::toString)
            .or(() ->
                intake.isStalled() ? Optional.of("the disk does not answer") : Optional.empty());
    return people.reception().isPresent() ? people.unwritten().or(() -> stuck) : Optional.empty();
  }
}
