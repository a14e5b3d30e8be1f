package dev.penstock.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code fallocate(2)}: takes space for a file from the disk without writing it. Linux on 64 bits
 * alone; elsewhere, and on file systems that do not know it, there is none and zeros are written
 * (docs/decisions/0019).
 */
final class Reservation {
  /** What a try came to. */
  enum Outcome {
    RESERVED,
    /** The disk has not enough room; part of it may be taken. */
    NO_ROOM,
    /** Not on this system or file system; nothing happened. */
    UNAVAILABLE
  }

  /** {@code O_RDWR | O_NOFOLLOW | O_CLOEXEC} of Linux on x86-64; NOFOLLOW differs on ARM. */
  private static final int OPEN_X86 = 0x2 | 0x20000 | 0x80000;

  private static final int OPEN_ARM = 0x2 | 0x8000 | 0x80000;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  private static final Optional<Reservation> HERE = find();

  private final int openFlags;
  private final MethodHandle open;
  private final MethodHandle fallocate;
  private final MethodHandle close;
  private final MemoryLayout state;
  private final VarHandle errno;

  @SuppressWarnings("restricted") // Three names of the C library, with their types from its manual.
  private Reservation(int openFlags, Linker linker) {
    this.openFlags = openFlags;
    SymbolLookup names = linker.defaultLookup();
    Linker.Option keepErrno = Linker.Option.captureCallState("errno");
    this.state = Linker.Option.captureStateLayout();
    this.errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    this.open =
        linker.downcallHandle(
            names.find("open").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    this.fallocate =
        linker.downcallHandle(
            names.find("fallocate").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG),
            keepErrno);
    this.close =
        linker.downcallHandle(
            names.find("close").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  private static Optional<Reservation> find() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    int flags =
        switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> OPEN_X86;
          case "aarch64" -> OPEN_ARM;
          default -> 0;
        };
    if (flags == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Reservation(flags, Linker.nativeLinker()));
    } catch (RuntimeException | Error e) {
      // Native calls are forbidden to us, or the C library has no such name: zeros do it too.
      return Optional.empty();
    }
  }

  /** Grows the file at this path to {@code sizeBytes} with all its space reserved. */
  static Outcome reserve(Path path, long sizeBytes) throws IOException {
    return HERE.isEmpty() ? Outcome.UNAVAILABLE : HERE.get().grow(path, sizeBytes);
  }

  private Outcome grow(Path path, long sizeBytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) open.invokeExact(arena.allocateFrom(path.toString()), openFlags, 0);
      if (file < 0) {
        return Outcome.UNAVAILABLE;
      }
      try {
        MemorySegment seen = arena.allocate(state);
        int answer = (int) fallocate.invokeExact(seen, file, 0, 0L, sizeBytes);
        if (answer == 0) {
          return Outcome.RESERVED;
        }
        int why = (int) errno.get(seen, 0L);
        return why == ENOSPC || why == EDQUOT ? Outcome.NO_ROOM : Outcome.UNAVAILABLE;
      } finally {
        int _ = (int) close.invokeExact(file);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("fallocate failed", e);
    }
  }
}
