package dev.penstock.passkeys;

import java.util.List;
import java.util.Optional;

/**
 * What a host name's fitness for passkeys rests on: how the node listens, what its machine makes of
 * the name, and what browsers are shown.
 *
 * @param isTls whether the node speaks TLS
 * @param bind the address that it listens at
 * @param port that it listens at by its settings; 0 for one of chance
 * @param hosts names and addresses by which it is called, as in its settings
 * @param passkeyHost the name that its passkeys are bound to
 * @param machine addresses of this machine that others may reach, for examples
 * @param lookup what came of asking the machine's resolver
 * @param certificate what browsers are shown; empty over plain HTTP
 */
public record HostFacts(
    boolean isTls,
    String bind,
    int port,
    List<String> hosts,
    Optional<String> passkeyHost,
    List<String> machine,
    Lookup lookup,
    Optional<Certificate> certificate) {
  public HostFacts {
    hosts = List.copyOf(hosts);
    machine = List.copyOf(machine);
  }

  /** What the machine's resolver says of a name. */
  public sealed interface Lookup {
    /** It leads here. */
    record Known(List<Address> addresses) implements Lookup {
      public Known {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
          throw new IllegalArgumentException("a name that is known has an address");
        }
      }
    }

    /** It does not know the name. */
    record Unknown() implements Lookup {}

    /** It did not answer in time. */
    record TooSlow() implements Lookup {}

    /** It was not asked, for others wait for it already. */
    record Busy() implements Lookup {}

    /** It was not asked. */
    record Unasked() implements Lookup {}
  }

  /**
   * Where a name leads to.
   *
   * @param isOwn whether it is an address of this machine
   * @param isLoopback whether each machine takes it for itself
   * @param isListened whether the node listens there
   */
  public record Address(String text, boolean isOwn, boolean isLoopback, boolean isListened) {}

  /**
   * The certificate that browsers are shown.
   *
   * @param names that it is good for
   * @param isCovering whether the name that was asked for is among them
   * @param isInTime whether it has begun and has not ended
   */
  public record Certificate(List<String> names, boolean isCovering, boolean isInTime) {
    public Certificate {
      names = List.copyOf(names);
    }
  }
}
