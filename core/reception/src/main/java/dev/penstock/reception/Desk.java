package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Lockout;
import dev.penstock.access.Moment;
import dev.penstock.access.SecretHash;
import dev.penstock.access.Settings;
import java.io.IOException;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of reception share. Each piece guards itself. Whoever holds the book may take any
 * other; none of the others takes the book.
 */
final class Desk {
  private static final int SECRET_BYTES = 32;

  private final Ground ground;
  private final Clocks clocks;
  private final Trail trail;
  private final Book book;
  private final SessionTable sessions;
  private final Tickets tickets;
  private final Guard guard;

  /** The zones of the plant; null until somebody has said which there are. */
  private volatile @Nullable Set<String> zones;

  private Desk(Ground ground, Clocks clocks, Trail trail, Book book) {
    this.ground = ground;
    this.clocks = clocks;
    this.trail = trail;
    this.book = book;
    this.sessions = new SessionTable(ground.settings().sitting());
    this.tickets = new Tickets(ground.random());
    this.guard = new Guard(new Lockout(ground.settings().guessing()));
  }

  static Desk open(Ground ground) throws IOException {
    var clocks = new Clocks(ground.clock(), ground.ticks());
    var trail = new Trail(ground.log());
    return new Desk(ground, clocks, trail, Book.open(ground.store(), trail, clocks));
  }

  Ground ground() {
    return ground;
  }

  Settings settings() {
    return ground.settings();
  }

  RandomGenerator random() {
    return ground.random();
  }

  Moment now() {
    return clocks.now();
  }

  Trail trail() {
    return trail;
  }

  Book book() {
    return book;
  }

  SessionTable sessions() {
    return sessions;
  }

  Tickets tickets() {
    return tickets;
  }

  Guard guard() {
    return guard;
  }

  @Nullable Set<String> zones() {
    return zones;
  }

  void zonesAre(Set<String> names) {
    zones = Set.copyOf(names);
  }

  /** A new secret of 256 bits. */
  String secret() {
    return Bytes.random(ground.random(), SECRET_BYTES).hex();
  }

  /**
   * The token that pages of a session must send: it follows from the secret, so nothing is kept.
   */
  static String csrf(String secret) {
    return SecretHash.of("penstock csrf " + secret).value().hex();
  }
}
