package dev.penstock.framesmodbus;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Request.FileData;
import dev.penstock.framesmodbus.Request.FileSection;
import dev.penstock.framesmodbus.Response.IdentificationObject;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Requests and the answers to them, drawn at random within their limits. */
final class Drawn {
  private static final int KINDS = 18;

  private Drawn() {}

  static Request request(RandomGenerator random) {
    int address = random.nextInt(0x10000);
    int left = 0x10000 - address;
    return switch (random.nextInt(KINDS)) {
      case 0, 1 -> read(random, address);
      case 2 -> new Request.WriteSingleCoil(address, random.nextBoolean());
      case 3 -> new Request.WriteSingleRegister(address, random.nextInt(0x10000));
      case 4 -> new Request.ReadExceptionStatus();
      case 5 -> diagnostics(random);
      case 6 -> new Request.GetCommEventCounter();
      case 7 -> new Request.GetCommEventLog();
      case 8 -> new Request.WriteMultipleCoils(address, bits(random, upTo(random, left, 1968)));
      case 9 -> new Request.WriteMultipleRegisters(address, words(random, upTo(random, left, 123)));
      case 10 -> new Request.ReportServerId();
      case 11 -> readFile(random);
      case 12 -> writeFile(random);
      case 13 ->
          new Request.MaskWriteRegister(address, random.nextInt(0x10000), random.nextInt(0x10000));
      case 14 -> {
        int written = random.nextInt(0x10000);
        yield new Request.ReadWriteMultipleRegisters(
            address,
            upTo(random, left, 125),
            written,
            words(random, upTo(random, 0x10000 - written, 121)));
      }
      case 15 -> new Request.ReadFifoQueue(address);
      case 16 ->
          new Request.ReadDeviceIdentification(
              IdentificationAccess.of(1 + random.nextInt(4)).orElseThrow(), random.nextInt(256));
      default -> other(random);
    };
  }

  private static Request read(RandomGenerator random, int address) {
    Table table = pick(random, List.of(Table.values()));
    return new Request.Read(table, address, upTo(random, 0x10000 - address, table.readCountMax()));
  }

  private static Request diagnostics(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> new Request.Diagnostics(0, words(random, random.nextInt(126)));
      case 1 -> new Request.Diagnostics(1, Words.of(random.nextBoolean() ? 0xff00 : 0));
      case 2 -> new Request.Diagnostics(10 + random.nextInt(9), Words.of(0));
      default -> new Request.Diagnostics(21 + random.nextInt(1000), words(random, 2));
    };
  }

  private static Request readFile(RandomGenerator random) {
    List<FileSection> sections = new ArrayList<>();
    int answer = 251;
    for (int i = random.nextInt(35); i >= 0 && answer >= 4; i--) {
      int record = random.nextInt(9_000);
      int count = 1 + random.nextInt((answer - 2) / 2);
      sections.add(new FileSection(1 + random.nextInt(0xffff), record, count));
      answer -= 2 + 2 * count;
    }
    return new Request.ReadFileRecord(sections);
  }

  private static Request writeFile(RandomGenerator random) {
    List<FileData> pieces = new ArrayList<>();
    int left = 251;
    for (int i = random.nextInt(10); i >= 0 && left >= 9; i--) {
      int count = 1 + random.nextInt((left - 7) / 2);
      pieces.add(
          new FileData(1 + random.nextInt(0xffff), random.nextInt(9_000), words(random, count)));
      left -= 7 + 2 * count;
    }
    return new Request.WriteFileRecord(pieces);
  }

  private static Request other(RandomGenerator random) {
    if (random.nextBoolean()) {
      byte[] data = bytes(random, 1 + random.nextInt(252));
      data[0] = 13;
      return new Request.Other(43, ByteString.of(data));
    }
    return new Request.Other(
        65 + random.nextInt(8), ByteString.of(bytes(random, random.nextInt(253))));
  }

  /** One of the answers a device may give. */
  static Response response(RandomGenerator random, Request request) {
    if (random.nextInt(8) == 0) {
      return new Response.ExceptionResponse(request.function(), random.nextInt(256));
    }
    return switch (request) {
      case Request.Read read when read.table().isOfBits() ->
          new Response.BitsRead(read.function(), bits(random, read.quantity()));
      case Request.Read read ->
          new Response.RegistersRead(read.function(), words(random, read.quantity()));
      case Request.ReadWriteMultipleRegisters both ->
          new Response.RegistersRead(23, words(random, both.readQuantity()));
      case Request.WriteMultipleCoils(var address, var values) ->
          new Response.Written(15, address, values.count());
      case Request.WriteMultipleRegisters(var address, var values) ->
          new Response.Written(16, address, values.count());
      case Request.ReadExceptionStatus _ -> new Response.ExceptionStatus(random.nextInt(256));
      case Request.Diagnostics(var subFunction, var data) ->
          new Response.Diagnosed(subFunction, data);
      case Request.GetCommEventCounter _ ->
          new Response.CommEventCounter(random.nextInt(0x10000), random.nextInt(0x10000));
      case Request.GetCommEventLog _ ->
          new Response.CommEventLog(0, 1, 2, ByteString.of(bytes(random, random.nextInt(65))));
      case Request.ReportServerId _ ->
          new Response.ServerId(ByteString.of(bytes(random, random.nextInt(252))));
      case Request.ReadFileRecord(var sections) ->
          new Response.FileRecords(
              sections.stream().map(each -> words(random, each.count())).toList());
      case Request.ReadFifoQueue _ -> new Response.FifoQueue(words(random, random.nextInt(32)));
      case Request.ReadDeviceIdentification read -> identification(random, read);
      case Request.Other(var function, _) ->
          new Response.Other(function, ByteString.of(bytes(random, random.nextInt(253))));
      case Request.WriteSingleCoil _ -> new Response.Repeated(request);
      case Request.WriteSingleRegister _ -> new Response.Repeated(request);
      case Request.WriteFileRecord _ -> new Response.Repeated(request);
      case Request.MaskWriteRegister _ -> new Response.Repeated(request);
    };
  }

  private static Response identification(
      RandomGenerator random, Request.ReadDeviceIdentification read) {
    if (read.access() == IdentificationAccess.INDIVIDUAL) {
      var value = ByteString.of(bytes(random, random.nextInt(245)));
      return new Response.DeviceIdentification(
          read.access(), 0x83, false, 0, List.of(new IdentificationObject(read.objectId(), value)));
    }
    List<IdentificationObject> objects = new ArrayList<>();
    int id = random.nextInt(3);
    for (int i = random.nextInt(7); i >= 0; i--) {
      objects.add(new IdentificationObject(id, ByteString.of(bytes(random, random.nextInt(30)))));
      id += 1 + random.nextInt(9);
    }
    boolean hasMore = random.nextBoolean();
    return new Response.DeviceIdentification(read.access(), 2, hasMore, hasMore ? id : 0, objects);
  }

  static <T> T pick(RandomGenerator random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  static Words words(RandomGenerator random, int count) {
    return Words.ofBytes(bytes(random, 2 * count));
  }

  static Bits bits(RandomGenerator random, int count) {
    return Bits.ofPacked(bytes(random, (count + 7) / 8), count);
  }

  static byte[] bytes(RandomGenerator random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static int upTo(RandomGenerator random, int left, int max) {
    return 1 + random.nextInt(Math.min(left, max));
  }
}
