package dev.penstock.clock;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What the kernel knows about how well its clock is disciplined. */
public interface KernelClock {
  /**
   * What the kernel says.
   *
   * @param errorMax how far off the clock may be, as far as the kernel was told
   */
  record State(boolean isSynchronized, Duration errorMax) {}

  /** Empty where the kernel cannot be asked. */
  Optional<State> state();

  /** The kernel of this machine: asked on 64-bit Linux, silent elsewhere. */
  static KernelClock ofThisMachine() {
    boolean isLinux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    boolean is64Bit = ValueLayout.ADDRESS.byteSize() == Long.BYTES;
    return isLinux && is64Bit ? KernelClock::askLinux : Optional::empty;
  }

  /** adjtimex(2) with {@code modes} 0, which only reads. */
  @SuppressWarnings("restricted") // the launcher gives native access
  private static Optional<State> askLinux() {
    // struct timex of 64-bit Linux: int modes at 0, long maxerror (microseconds) at 24, int status
    // at 40, 208 bytes in all.
    final long structBytes = 208;
    final long errorMaxAt = 24;
    final long statusAt = 40;
    final int statusUnsynchronized = 0x0040;
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      SymbolLookup lookup = linker.defaultLookup();
      MethodHandle adjtimex =
          linker.downcallHandle(
              lookup.findOrThrow("adjtimex"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      MemorySegment timex = arena.allocate(structBytes, Long.BYTES);
      int answer = (int) adjtimex.invokeExact(timex);
      if (answer < 0) {
        return Optional.empty();
      }
      int status = timex.get(ValueLayout.JAVA_INT, statusAt);
      long errorMaxUs = timex.get(ValueLayout.JAVA_LONG, errorMaxAt);
      return Optional.of(
          new State((status & statusUnsynchronized) == 0, Duration.ofNanos(errorMaxUs * 1_000)));
    } catch (Throwable e) {
      // A kernel or a sandbox that does not let us ask is no defect: the check then says so.
      if (e instanceof VirtualMachineError fatal) {
        throw fatal;
      }
      return Optional.empty();
    }
  }
}
