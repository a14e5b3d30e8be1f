package dev.penstock.node;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.tree.Tree;
import java.util.List;
import java.util.Optional;

/**
 * Something that people write, agree to and take back, and of which one version is in force: how it
 * is read and written, and by what it is told apart.
 */
interface KeptKind<D> {
  /** The word in records, in requests, and of the folder. */
  String word();

  /** For people, as in "the model of the plant". */
  String name();

  /** What follows for the node where there is none. */
  String withoutOne();

  Digest digest(D one);

  /** Reads what somebody wrote. */
  Read<D> read(Tree tree);

  /** In the one order that everybody writes it in. */
  Tree write(D one);

  /** As it is kept where it was not kept before. */
  D inNewestFormat(D one);

  /** What is shown of a change to people who must agree; of the first version all of it. */
  List<Difference> differences(Optional<D> before, D after);

  /** What came of reading. */
  sealed interface Read<D> {
    record Sound<D>(D one) implements Read<D> {}

    /**
     * There is none, and why: a line for each thing.
     *
     * @param findings at least one
     */
    record Unsound<D>(List<String> findings) implements Read<D> {
      public Unsound {
        findings = List.copyOf(findings);
      }
    }
  }
}
