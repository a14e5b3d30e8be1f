package dev.penstock.passkeys;

import java.util.List;
import java.util.Optional;

/**
 * Whether passkeys will work under a host name, and what to change if not.
 *
 * @param host in lower case
 * @param checks one of each kind, in their order
 * @param settings the lines that must stand in the node's settings; none where nothing must change
 * @param address where to open the node by this name; empty unless all is right
 */
public record HostVerdict(
    String host, List<HostCheck> checks, List<String> settings, Optional<String> address) {
  public HostVerdict {
    checks = List.copyOf(checks);
    settings = List.copyOf(settings);
  }

  /** True when passkeys will work under the name. */
  public boolean isGood() {
    return checks.stream().allMatch(check -> check.state() == HostCheck.State.OK);
  }
}
