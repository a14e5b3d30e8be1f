package dev.penstock.plantmap;

import dev.penstock.conduit.Rule;
import java.util.Optional;

/**
 * A rule beside what it decided.
 *
 * @param passed requests that it let pass
 * @param denied requests that it did not
 * @param waited requests for which it wanted a second person
 * @param last when it last decided, ns since 1970
 */
public record RuleUse(Rule rule, long passed, long denied, long waited, Optional<Long> last) {
  /** True when it decided nothing in the time looked at. */
  public boolean isUnused() {
    return passed == 0 && denied == 0 && waited == 0;
  }
}
