package dev.penstock.journal;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.FrameConsumer;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.journal.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A reader's place in a journal on files: one stream for each class it reads, merged. */
final class FileCursor implements JournalCursor {
  private final String name;
  private final EnumSet<RecordClass> classes;
  private final Overtaking overtaking;
  private final DurableEnd durableEnd;
  private final Cursors cursors;

  /** By class; null for one that is not read. The reading thread owns them, and what follows. */
  private final @Nullable PartStream[] streams;

  /** By class: frames before this position are gone, and the reader was told so. */
  private final long[] told = new long[ClassCode.COUNT];

  private volatile long position;

  /** Guarded by {@link #cursors}, as below. */
  private Pending pending;

  /** What is pending without what was settled while a drop is under way; null without one. */
  private @Nullable Pending pendingAfter;

  FileCursor(
      String name,
      Set<RecordClass> classes,
      Overtaking overtaking,
      Pending pending,
      DurableEnd durableEnd,
      Cursors cursors) {
    this.name = name;
    this.classes = EnumSet.copyOf(classes);
    this.overtaking = overtaking;
    this.durableEnd = durableEnd;
    this.cursors = cursors;
    this.position = pending.from();
    this.pending = pending;
    this.streams = new @Nullable PartStream[ClassCode.COUNT];
    for (RecordClass recordClass : classes) {
      int code = ClassCode.of(recordClass);
      streams[code] = new PartStream(cursors.storage(), code, position);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<RecordClass> classes() {
    return EnumSet.copyOf(classes);
  }

  boolean reads(int code) {
    return classes.contains(ClassCode.at(code));
  }

  Overtaking overtaking() {
    return overtaking;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public Reading read(FrameConsumer consumer, int bytesMax) {
    if (bytesMax < 1) {
      throw new IllegalArgumentException("read of " + bytesMax + " bytes, must be 1 or more");
    }
    Durable now = durableEnd.now();
    Reading overtaken = overtaken(now);
    if (overtaken != null) {
      return overtaken;
    }
    try {
      return read(now, consumer, bytesMax);
    } catch (IOException e) {
      if (isOvertakenSince(now)) {
        // A file went away under the reader; the next read tells what that means.
        return new Reading.Read(0);
      }
      cursors.found();
      return new Reading.Failed(Damage.finding(JournalFault.READ_FAILED, Names.SEGMENTS, e));
    }
  }

  private @Nullable Reading overtaken(Durable now) {
    for (int code = 0; code < ClassCode.COUNT; code++) {
      long gone = now.goneBelow(code);
      long from = Math.max(position, told[code]);
      if (streams[code] != null && gone > from) {
        told[code] = gone;
        // A part of what is gone may still be at hand; who was told of a gap does not get it.
        seek(streams[code], gone);
        return new Reading.Overtaken(ClassCode.at(code), from, gone);
      }
    }
    return null;
  }

  private boolean isOvertakenSince(Durable then) {
    Durable now = durableEnd.now();
    for (int code = 0; code < ClassCode.COUNT; code++) {
      if (now.goneBelow(code) > then.goneBelow(code)) {
        return true;
      }
    }
    return false;
  }

  private Reading read(Durable now, FrameConsumer consumer, int bytesMax) throws IOException {
    int taken = 0;
    long bytes = 0;
    while (bytes < bytesMax) {
      PartStream stream = nextStream(now);
      if (stream == null) {
        position = Math.max(position, now.end());
        return taken == 0 ? new Reading.AtEnd() : new Reading.Read(taken);
      }
      Frame frame = stream.frame();
      if (!consumer.accept(frame)) {
        return new Reading.Read(taken);
      }
      bytes += frame.startOf(frame.count()) - frame.startOf(0);
      position = frame.position() + 1;
      stream.take();
      taken++;
    }
    return new Reading.Read(taken);
  }

  /** The stream that has the next frame. */
  private @Nullable PartStream nextStream(Durable now) throws IOException {
    PartStream next = null;
    for (PartStream stream : streams) {
      if (stream != null
          && stream.peek(now)
          && (next == null || stream.frame().position() < next.frame().position())) {
        next = stream;
      }
    }
    requireDense(now, next == null ? now.end() : next.frame().position());
    return next;
  }

  /** Who reads all classes meets every position that is not gone. */
  private void requireDense(Durable now, long found) throws JournalDamagedException {
    if (classes.size() == ClassCode.COUNT && found > position) {
      long gone = 0;
      for (int code = 0; code < ClassCode.COUNT; code++) {
        gone = Math.max(gone, now.goneBelow(code));
      }
      if (position >= gone || found > gone) {
        throw Damage.of(
            JournalFault.COMMITS_LOST,
            Names.SEGMENTS,
            "frame " + Math.max(position, gone) + " is not there, the next is " + found);
      }
    }
  }

  @Override
  public void seek(long to) {
    if (to < 0 || to > durableEnd.now().end()) {
      throw new IllegalArgumentException(
          "position " + to + ", must be 0.." + durableEnd.now().end());
    }
    position = to;
    for (int code = 0; code < ClassCode.COUNT; code++) {
      told[code] = 0;
      seek(streams[code], to);
    }
  }

  private void seek(@Nullable PartStream stream, long to) {
    try {
      if (stream != null) {
        stream.seek(to);
      }
    } catch (IOException e) {
      // Closing a file that was only read can lose nothing; reading on opens another.
      cursors.found();
    }
  }

  @Override
  public boolean awaitMore(Duration wait) throws InterruptedException {
    return durableEnd.awaitBeyond(position, wait.toNanos());
  }

  @Override
  public void settle(long from, long below) {
    synchronized (cursors) {
      if (below > durableEnd.now().end()) {
        throw new IllegalArgumentException(
            "position " + below + " is behind the end, " + durableEnd.now().end());
      }
      if (cursors.isFrozen()) {
        pendingAfter = (pendingAfter == null ? pending : pendingAfter).without(from, below);
      } else {
        pending = pending.without(from, below);
      }
    }
  }

  /** Takes over what was settled meanwhile. Called under the lock of the cursors. */
  void catchUp() {
    if (pendingAfter != null) {
      pending = pendingAfter;
      pendingAfter = null;
    }
  }

  @Override
  public Pending pending() {
    synchronized (cursors) {
      return pending;
    }
  }

  @Override
  public long lag() {
    return pending().countBefore(durableEnd.now().end());
  }

  @Override
  public void close() {
    if (cursors.remove(this)) {
      for (PartStream stream : streams) {
        closeQuietly(stream);
      }
    }
  }

  private static void closeQuietly(@Nullable PartStream stream) {
    try {
      if (stream != null) {
        stream.close();
      }
    } catch (IOException e) {
      // It was only read; nothing can be lost by it.
      return;
    }
  }

  /** What went wrong when a cursor could not be made. */
  static JournalFinding ahead(String name, long from, long end) {
    return new JournalFinding(
        JournalFault.CURSOR_AHEAD,
        Objects.requireNonNull(name),
        "it stands at position " + from + ", the journal ends at " + end);
  }
}
