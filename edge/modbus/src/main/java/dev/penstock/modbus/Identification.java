package dev.penstock.modbus;

import dev.penstock.driving.DeviceIdentity;
import dev.penstock.driving.LinkException;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.IdentificationAccess;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Response.IdentificationObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Asks a unit who it is: by function code 43 with MEI type 14, all it has, else the three objects
 * that are due; and where it does not know that function, by 17 (MODBUS V1.1b3 §6.21, §6.13).
 */
final class Identification {
  /** Some 7,000 characters; what a device says beyond is not asked for. */
  private static final int ROUNDS_MAX = 32;

  /** §6.21, table of the objects; what is behind them has no name. */
  private static final List<String> NAMES =
      List.of(
          "VendorName",
          "ProductCode",
          "MajorMinorRevision",
          "VendorUrl",
          "ProductName",
          "ModelName",
          "UserApplicationName");

  private static final int VENDOR = 0;
  private static final int PRODUCT = 1;
  private static final int REVISION = 2;

  /** Sends a request to a unit, and waits for what comes of it. */
  interface Exchange {
    Came ask(int unit, Request request) throws LinkException, InterruptedException;
  }

  /** How far one got. */
  private enum Result {
    TOLD,
    REFUSED,
    NOT_KNOWN,
    SILENT
  }

  private final Exchange exchange;
  private final int unit;
  private final Map<Integer, String> objects = new TreeMap<>();

  Identification(Exchange exchange, int unit) {
    this.exchange = exchange;
    this.unit = unit;
  }

  Optional<DeviceIdentity> ask() throws LinkException, InterruptedException {
    Result result = stream(IdentificationAccess.EXTENDED);
    if (result == Result.REFUSED) {
      result = stream(IdentificationAccess.BASIC);
    }
    return switch (result) {
      case TOLD -> Optional.of(identity());
      case REFUSED, NOT_KNOWN -> serverId();
      // Some say nothing to functions they do not know; whether it is there at all, readings find.
      case SILENT -> Optional.empty();
    };
  }

  private Result stream(IdentificationAccess access) throws LinkException, InterruptedException {
    int next = 0;
    for (int i = 0; i < ROUNDS_MAX; i++) {
      Came came = exchange.ask(unit, new Request.ReadDeviceIdentification(access, next));
      switch (came) {
        case Came.Answer(_, Response.DeviceIdentification told) -> {
          for (IdentificationObject each : told.objects()) {
            String _ = objects.putIfAbsent(each.id(), text(each.value()));
          }
          // Who sends back to where it was would be asked without end.
          if (!told.hasMore() || told.nextObjectId() <= next) {
            return objects.isEmpty() ? Result.REFUSED : Result.TOLD;
          }
          next = told.nextObjectId();
        }
        case Came.Answer(_, Response.ExceptionResponse(_, var code)) -> {
          boolean isUnknown = code == ExceptionCode.ILLEGAL_FUNCTION.code();
          return isUnknown ? Result.NOT_KNOWN : some(Result.REFUSED);
        }
        case Came.Answer _ -> {
          return some(Result.REFUSED);
        }
        case Came.Garbled _ -> {
          return some(Result.REFUSED);
        }
        case Came.Silence _ -> {
          return some(Result.SILENT);
        }
      }
    }
    return Result.TOLD;
  }

  /** What was told before it went wrong is worth something. */
  private Result some(Result otherwise) {
    return objects.isEmpty() ? otherwise : Result.TOLD;
  }

  private DeviceIdentity identity() {
    Map<String, String> others = new TreeMap<>();
    objects.forEach((id, value) -> {
      if (id > REVISION) {
        others.put(id < NAMES.size() ? NAMES.get(id) : "Object" + id, value);
      }
    });
    return new DeviceIdentity(
        objects.getOrDefault(VENDOR, ""),
        objects.getOrDefault(PRODUCT, ""),
        objects.getOrDefault(REVISION, ""),
        others);
  }

  private Optional<DeviceIdentity> serverId() throws LinkException, InterruptedException {
    return exchange.ask(unit, new Request.ReportServerId())
            instanceof Came.Answer(_, Response.ServerId(var data))
        ? Optional.of(new DeviceIdentity("", text(data), "", Map.of("ServerId", data.toString())))
        : Optional.empty();
  }

  /** What can be shown of what a device calls text. */
  private static String text(ByteString value) {
    return new String(value.bytes(), StandardCharsets.UTF_8)
        .replaceAll("[\\p{Cntrl}\\uFFFD]+", " ")
        .strip();
  }
}
