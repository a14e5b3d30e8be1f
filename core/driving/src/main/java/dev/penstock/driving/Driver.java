package dev.penstock.driving;

import java.util.Set;

/**
 * The way to one device, or to one line with several behind it. It holds what is needed to connect
 * and nothing that is open: sessions come and go, the driver stays. Any thread.
 */
public interface Driver {
  /** The protocol by the word that policies have for it. */
  String protocol();

  /** What sessions of this driver can do besides reading points that are named to them. */
  Set<Ability> abilities();

  /** What a point's address and type mean; needs no connection. */
  Located locate(PointSpec point);

  /**
   * What {@link Session#write} would ask of the device; needs no connection. It is what goes out:
   * whoever judges a write judges this.
   */
  Intended intended(Setting setting);

  /**
   * Connects. Waits no longer than the driver's own limit.
   *
   * @throws LinkException when the device cannot be reached, or does not answer as it should
   */
  Session open() throws LinkException, InterruptedException;

  /** What not every protocol can do. */
  enum Ability {
    BROWSE,
    IDENTIFY,
    SUBSCRIBE,
    WRITE
  }
}
