package dev.penstock.web;

import dev.penstock.merkle.Digest;
import dev.penstock.plantmap.dryrun.Tried;
import java.io.IOException;
import java.util.Optional;

/** What a model of the plant that is kept would have made of traffic, as the API has it. */
public interface DryRunView {
  /** A node that cannot say. */
  DryRunView NONE = (_, _, _) -> Optional.empty();

  /**
   * What is found so far; empty where no such model is kept. May be asked again for more where not
   * all is read.
   *
   * @param from ns since 1970
   * @param to ns since 1970, not included, after {@code from}
   */
  Optional<Look> look(Digest model, long from, long to) throws IOException;

  /**
   * What is found.
   *
   * @param number of the version that is in force now; empty where there is none
   */
  record Look(Optional<Long> number, Tried tried) {}
}
