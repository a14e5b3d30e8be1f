package dev.penstock.modbus;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import dev.penstock.modbus.ModbusOptions.Way;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * The serial lines of this machine, by jSerialComm. Nothing of that library is known elsewhere.
 *
 * <p>It is asked whether something came, and never waits itself: a thread that waits in native code
 * holds a carrier of virtual threads, of which there is one for each core.
 */
final class SystemPorts implements SerialPorts {
  private static final int DATA_BITS = 8;

  /** About one character at 9,600 bits a second. */
  private static final long POLL_NANOS = 1_000_000;

  @Override
  public SerialLine open(Way.Serial serial) throws IOException {
    SerialPort port;
    try {
      port = SerialPort.getCommPort(serial.device());
    } catch (SerialPortInvalidPortException e) {
      throw new IOException("there is no such line", e);
    }
    int stopBits = serial.stopBits() == 1 ? SerialPort.ONE_STOP_BIT : SerialPort.TWO_STOP_BITS;
    int parity =
        switch (serial.parity()) {
          case NONE -> SerialPort.NO_PARITY;
          case EVEN -> SerialPort.EVEN_PARITY;
          case ODD -> SerialPort.ODD_PARITY;
        };
    boolean isSet =
        port.setComPortParameters(serial.baud(), DATA_BITS, stopBits, parity)
            && port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED)
            && port.setComPortTimeouts(SerialPort.TIMEOUT_NONBLOCKING, 0, 0);
    if (!isSet || !port.openPort(0)) {
      throw new IOException("cannot be opened, error " + port.getLastErrorCode());
    }
    return new Line(port);
  }

  private static final class Line implements SerialLine {
    private final SerialPort port;

    Line(SerialPort port) {
      this.port = port;
    }

    @Override
    public int read(byte[] into, int at, long waitNanos) throws IOException, InterruptedException {
      long end = System.nanoTime() + waitNanos;
      while (true) {
        int there = port.bytesAvailable();
        if (there < 0) {
          throw new IOException("the line is gone");
        }
        if (there > 0) {
          int count = port.readBytes(into, Math.min(there, into.length - at), at);
          if (count < 0) {
            throw new IOException("the line cannot be read");
          }
          return count;
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
          return 0;
        }
        LockSupport.parkNanos(Math.min(left, POLL_NANOS));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }

    @Override
    public void write(byte[] frame) throws IOException, InterruptedException {
      // What does not fit the system's buffer at once has a second to go out.
      long end = System.nanoTime() + 1_000_000_000L;
      int done = 0;
      while (done < frame.length) {
        int count = port.writeBytes(frame, frame.length - done, done);
        if (count < 0 || System.nanoTime() - end > 0) {
          throw new IOException("the line cannot be written to");
        }
        done += count;
        if (done < frame.length) {
          LockSupport.parkNanos(POLL_NANOS);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
      }
    }

    @Override
    public void close() {
      boolean _ = port.closePort();
    }
  }
}
