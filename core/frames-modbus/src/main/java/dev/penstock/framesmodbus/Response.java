package dev.penstock.framesmodbus;

import dev.penstock.evidence.record.ByteString;
import java.util.List;
import java.util.Optional;

/**
 * What a server answers: a response PDU of MODBUS V1.1b3, whose sections are named with each. Only
 * with its {@link Request} in hand it can be read, for it says neither how many coils it holds nor
 * where they lie.
 */
public sealed interface Response {
  /** The function code of the request, 1..127; of an exception 0, too. */
  int function();

  /** To function codes 1 and 2 (§6.1, §6.2). */
  record BitsRead(int function, Bits bits) implements Response {
    public BitsRead {
      Limits.requireRange("function", function, 1, 2);
      Limits.requireRange("count", bits.count(), 1, Limits.READ_BITS_MAX);
    }
  }

  /** To function codes 3, 4 and 23 (§6.3, §6.4, §6.17). */
  record RegistersRead(int function, Words registers) implements Response {
    public RegistersRead {
      if (function != 3 && function != 4 && function != 23) {
        throw new IllegalArgumentException("function " + function + " reads no registers");
      }
      Limits.requireRange("count", registers.count(), 1, Limits.READ_REGISTERS_MAX);
    }
  }

  /** To function codes 5, 6, 21 and 22: the request itself (§6.5, §6.6, §6.15, §6.16). */
  record Repeated(Request request) implements Response {
    public Repeated {
      if (!isRepeated(request)) {
        throw new IllegalArgumentException("function " + request.function() + " has its answer");
      }
    }

    @Override
    public int function() {
      return request.function();
    }

    static boolean isRepeated(Request request) {
      return request instanceof Request.WriteSingleCoil
          || request instanceof Request.WriteSingleRegister
          || request instanceof Request.WriteFileRecord
          || request instanceof Request.MaskWriteRegister;
    }
  }

  /** To function codes 15 and 16: where, and how many (§6.11, §6.12). */
  record Written(int function, int address, int quantity) implements Response {
    public Written {
      Limits.requireRange("function", function, 15, 16);
      Limits.requireAddresses(
          address, quantity, function == 15 ? Limits.WRITE_BITS_MAX : Limits.WRITE_REGISTERS_MAX);
    }
  }

  /** To function code 7: eight outputs (§6.7). */
  record ExceptionStatus(int outputs) implements Response {
    public ExceptionStatus {
      Limits.requireU8("outputs", outputs);
    }

    @Override
    public int function() {
      return 7;
    }
  }

  /** To function code 8 (§6.8). */
  record Diagnosed(int subFunction, Words data) implements Response {
    public Diagnosed {
      Limits.requireU16("subFunction", subFunction);
      Limits.requireRange("words", data.count(), 0, DiagnosticRules.DATA_COUNT_MAX);
    }

    @Override
    public int function() {
      return 8;
    }
  }

  /** To function code 11 (§6.9). */
  record CommEventCounter(int status, int eventCount) implements Response {
    public CommEventCounter {
      Limits.requireU16("status", status);
      Limits.requireU16("eventCount", eventCount);
    }

    @Override
    public int function() {
      return 11;
    }
  }

  /**
   * To function code 12 (§6.10).
   *
   * @param events the youngest first
   */
  record CommEventLog(int status, int eventCount, int messageCount, ByteString events)
      implements Response {
    public CommEventLog {
      Limits.requireU16("status", status);
      Limits.requireU16("eventCount", eventCount);
      Limits.requireU16("messageCount", messageCount);
      Limits.requireRange("events", events.size(), 0, Limits.EVENTS_MAX);
    }

    @Override
    public int function() {
      return 12;
    }
  }

  /**
   * To function code 17 (§6.13).
   *
   * @param data the id, whether it runs, and more; where which begins each device has its own
   *     opinion
   */
  record ServerId(ByteString data) implements Response {
    public ServerId {
      Limits.requireRange("bytes", data.size(), 0, Limits.PDU_BYTES_MAX - 2);
    }

    @Override
    public int function() {
      return 17;
    }
  }

  /** To function code 20: what stands in each section that was asked for (§6.14). */
  record FileRecords(List<Words> sections) implements Response {
    public FileRecords {
      sections = List.copyOf(sections);
      int length = 0;
      for (Words each : sections) {
        Limits.requireRange("records", each.count(), 1, FileRules.ANSWER_BYTES_MAX / 2);
        length += 2 + 2 * each.count();
      }
      Limits.requireRange("length", length, 4, FileRules.ANSWER_BYTES_MAX);
    }

    @Override
    public int function() {
      return 20;
    }
  }

  /** To function code 24 (§6.18). */
  record FifoQueue(Words registers) implements Response {
    public FifoQueue {
      Limits.requireRange("count", registers.count(), 0, Limits.FIFO_REGISTERS_MAX);
    }

    @Override
    public int function() {
      return 24;
    }
  }

  /**
   * To function code 43 with MEI type 14 (§6.21).
   *
   * @param conformity what the device can tell: 1, 2 or 3 as a stream alone, 0x81, 0x82 or 0x83
   *     also one by one
   * @param nextObjectId where to go on asking, while more follow; else 0
   * @param objects by ascending id
   */
  record DeviceIdentification(
      IdentificationAccess access,
      int conformity,
      boolean hasMore,
      int nextObjectId,
      List<IdentificationObject> objects)
      implements Response {
    /** What is left of a PDU behind function, MEI type, access and the four bytes then. */
    public static final int OBJECTS_BYTES_MAX = Limits.PDU_BYTES_MAX - 7;

    public DeviceIdentification {
      objects = List.copyOf(objects);
      String fault = IdentificationRules.faultOf(conformity, hasMore, nextObjectId, objects);
      if (fault != null) {
        throw new IllegalArgumentException(fault);
      }
    }

    @Override
    public int function() {
      return 43;
    }
  }

  /** One thing that a device says of itself: 0 is its vendor, 1 its product code, and so on. */
  record IdentificationObject(int id, ByteString value) {
    public IdentificationObject {
      Limits.requireU8("id", id);
      Limits.requireRange(
          "value bytes", value.size(), 0, DeviceIdentification.OBJECTS_BYTES_MAX - 2);
    }
  }

  /** To a {@link Request.Other}. */
  record Other(int function, ByteString data) implements Response {
    public Other {
      Limits.requireRange("function", function, 1, 0x7f);
      Limits.requireRange("data bytes", data.size(), 0, Limits.PDU_BYTES_MAX - 1);
    }
  }

  /**
   * The server did not do it, and says why (§7).
   *
   * @param code one of {@link ExceptionCode}, or a number of the device's own
   */
  record ExceptionResponse(int function, int code) implements Response {
    public ExceptionResponse {
      Limits.requireRange("function", function, 0, 0x7f);
      Limits.requireU8("code", code);
    }

    /** What the number means, where the standard says so. */
    public Optional<ExceptionCode> meaning() {
      return ExceptionCode.of(code);
    }
  }
}
