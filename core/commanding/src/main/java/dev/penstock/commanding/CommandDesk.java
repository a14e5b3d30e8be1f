package dev.penstock.commanding;

import dev.penstock.evidence.record.ByteString;
import java.util.Optional;
import java.util.function.Consumer;

/** Where commands are given, by whatever way they come. Any thread. */
public interface CommandDesk {
  /** A desk at which nothing can be given. */
  CommandDesk NONE =
      new CommandDesk() {
        @Override
        public Taken take(Wish wish, Consumer<Standing> whenOver) {
          return new Taken.Refused(Taken.Why.UNKNOWN_POINT, "this node takes no commands");
        }

        @Override
        public Optional<Standing> standing(ByteString id) {
          return Optional.empty();
        }
      };

  /**
   * Takes a command. Waits for the disk at most, never for a device.
   *
   * @param whenOver is told how a command that was {@link Taken.Accepted} ended, once, by another
   *     thread
   */
  Taken take(Wish wish, Consumer<Standing> whenOver);

  /** How a command stands; empty when it was forgotten, or never was. */
  Optional<Standing> standing(ByteString id);
}
