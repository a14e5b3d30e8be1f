package dev.penstock.node.gateway;

import dev.penstock.commanding.Asker;
import dev.penstock.commanding.CommandDesk;
import dev.penstock.commanding.Standing;
import dev.penstock.commanding.Taken;
import dev.penstock.commanding.Wish;
import dev.penstock.connections.Destination;
import dev.penstock.north.command.CommandAnswer;
import dev.penstock.north.command.CommandDoor;
import dev.penstock.north.command.Order;
import dev.penstock.north.command.OrderReader;
import dev.penstock.north.command.OrderReading.Named;
import dev.penstock.north.command.Refusal;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What one destination asks of devices, on its way to the desk. Whoever hears it only puts it in
 * line; a thread of its own waits for the disk. The destination asks as itself, from its own zone:
 * which of its users it was only its broker knows.
 *
 * <p>Req: 62443-4-2 CR 2.1, NDR 5.2
 */
final class RemoteCommands implements Closeable {
  /** Before the id of a destination: as policies name it. */
  private static final String IDENTITY = "destination:";

  private static final Duration LOOK = Duration.ofSeconds(1);

  /**
   * Who may not write a point does not learn here whether there is one, nor whose rules they are.
   */
  private static final String DENIED = "nothing allows it, or there is no such point";

  private final Asker asker;
  private final CommandDesk desk;
  private final RefusalNotes notes;
  private final InstantSource clock;
  private final LongSupplier ticks;
  private final CommandDoor door = new CommandDoor();
  private final BlockingQueue<Waiting> line = new ArrayBlockingQueue<>(CommandDoor.UNDER_WAY_MAX);
  private final Thread thread;
  private volatile boolean isClosing;

  /** Where answers go. Called by any thread; does not wait. */
  interface Answers extends Consumer<CommandAnswer> {
    /** For who is never answered: a host sees the point's next value. */
    Answers NONE = _ -> {};
  }

  /** One that came in, and is under way until it left. */
  private final class Waiting {
    private final String topic;
    private final Order order;
    private final Answers answers;
    private final Instant came = clock.instant();
    private final AtomicBoolean hasLeft = new AtomicBoolean();

    private Waiting(String topic, Order order, Answers answers) {
      this.topic = topic;
      this.order = order;
      this.answers = answers;
    }

    /** It is over: its place is free, and who gave it hears why. */
    private void leave(CommandAnswer answer) {
      if (!hasLeft.getAndSet(true)) {
        door.leave();
        answers.accept(answer);
      }
    }
  }

  /**
   * Nothing is given yet.
   *
   * @param peer where the destination is, as the network says
   * @param ticks of a clock that is never set
   */
  RemoteCommands(
      Destination destination,
      String peer,
      CommandDesk desk,
      RefusalNotes notes,
      InstantSource clock,
      LongSupplier ticks) {
    this.asker =
        new Asker(
            Optional.of(destination.zone()), IDENTITY + destination.id(), peer, Optional.empty());
    this.desk = desk;
    this.notes = notes;
    this.clock = clock;
    this.ticks = ticks;
    this.thread = Thread.ofVirtual().name("commands of " + destination.id()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  CommandDoor.Counts counts() {
    return door.counts();
  }

  /** A message comes; false where there are too many of them, and then nobody looks at it. */
  boolean isRead(String topic) {
    Optional<Refusal> refusal = door.come(ticks.getAsLong());
    String text = "more than " + CommandDoor.PER_SECOND + " messages in a second came";
    refusal.ifPresent(why -> notes.note(topic, text(why, text)));
    return refusal.isEmpty();
  }

  /** Something that came is none that is followed. */
  void refuse(String topic, String text) {
    door.refuse();
    notes.note(topic, text);
  }

  /** The same, in the words of records. */
  static String text(Refusal why, String text) {
    return "a command is not followed: " + why.word() + ", " + text;
  }

  /** Puts a command in line; false where there is no room, which is answered. Does not wait. */
  boolean isGiven(String topic, Order order, Answers answers) {
    Optional<Refusal> full = isClosing ? Optional.of(Refusal.BUSY) : door.enter();
    if (full.isEmpty() && !line.offer(new Waiting(topic, order, answers))) {
      door.leave();
      full = Optional.of(Refusal.BUSY);
    }
    if (full.isPresent()) {
      String text = CommandDoor.UNDER_WAY_MAX + " commands of this destination are under way";
      notes.note(topic, text(full.get(), text));
      answers.accept(CommandAnswer.refused(named(order), full.get().word(), text));
    }
    return full.isEmpty();
  }

  private static Named named(Order order) {
    return new Named(Optional.of(order.source()), Optional.of(order.point()), order.key());
  }

  private void run() {
    try {
      while (true) {
        Waiting next = line.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null) {
          giveOrSay(next);
        }
        notes.tick();
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
      Thread.currentThread().interrupt();
    }
  }

  /** This loop is all there is for its destination: what fails is said, and the next is given. */
  private void giveOrSay(Waiting next) {
    try {
      give(next);
    } catch (RuntimeException e) {
      notes.note(next.topic, "a command is not followed: an error of our own: " + e);
      next.leave(
          CommandAnswer.refused(
              named(next.order), Taken.Why.UNRECORDED.word(), "an error of the node's own"));
    }
  }

  private void give(Waiting next) {
    Order order = next.order;
    Named named = named(order);
    if (!isNamed(order)) {
      String text = "source, point or key is too long, or no line";
      notes.note(next.topic, text(Refusal.UNREADABLE, text));
      next.leave(CommandAnswer.refused(named, Refusal.UNREADABLE.word(), text));
      return;
    }
    Optional<Instant> until = order.within().map(within -> until(next.came, within));
    var wish = new Wish(asker, order.key(), order.source(), order.point(), order.value(), until);
    switch (desk.take(wish, standing -> next.leave(over(named, standing)))) {
      case Taken.Accepted _ -> {
        // It is answered when it is over.
      }
      case Taken.Known(var standing) -> next.leave(over(named, standing));
      case Taken.TwoPeople two ->
          throw new IllegalStateException("a program was taken for a person: " + two);
      case Taken.Refused(var why, var text) -> next.leave(refused(named, next.topic, why, text));
    }
  }

  private static boolean isNamed(Order order) {
    return Wish.isLine(order.source(), Wish.NAME_CHARS_MAX)
        && Wish.isLine(order.point(), Wish.NAME_CHARS_MAX)
        && order.key().stream().allMatch(key -> Wish.isLine(key, Wish.KEY_CHARS_MAX));
  }

  /** Who says that a message expires in a year wants it no later than anybody may. */
  private static Instant until(Instant came, Duration within) {
    return came.plusSeconds(Math.min(within.toSeconds(), OrderReader.WITHIN_SECONDS_MAX));
  }

  private static CommandAnswer over(Named named, Standing standing) {
    return new CommandAnswer(
        named,
        Optional.of(standing.id()),
        Optional.of(standing.phase().word()),
        Optional.empty(),
        standing.text(),
        standing.status());
  }

  /** What the desk has recorded itself is not recorded again. */
  private CommandAnswer refused(Named named, String topic, Taken.Why why, String text) {
    return switch (why) {
      case DENIED, UNKNOWN_POINT -> CommandAnswer.refused(named, Taken.Why.DENIED.word(), DENIED);
      case UNFIT, LATE, KEY_USED, FULL, UNRECORDED -> {
        notes.note(topic, "a command is not followed: " + why.word() + ", " + text);
        yield CommandAnswer.refused(named, why.word(), text);
      }
    };
  }

  /** What waits is never given: the destination is another one then, or the node ends. */
  @Override
  public void close() {
    isClosing = true;
    thread.interrupt();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    List<Waiting> left = new ArrayList<>();
    int _ = line.drainTo(left);
    left.forEach(
        each -> notes.note(each.topic, text(Refusal.BUSY, "the destination was closed before")));
    notes.close();
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
