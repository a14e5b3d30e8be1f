package dev.penstock.framesmodbus.server;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.ExceptionCode;
import dev.penstock.framesmodbus.IdentificationAccess;
import dev.penstock.framesmodbus.Request.ReadDeviceIdentification;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Response.DeviceIdentification;
import dev.penstock.framesmodbus.Response.ExceptionResponse;
import dev.penstock.framesmodbus.Response.IdentificationObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a server says of itself to function code 43 with MEI type 14 (MODBUS V1.1b3 §6.21). */
public final class DeviceIdentity {
  private static final int REVISION = 2;
  private static final int LAST_REGULAR = 6;
  private static final int FIRST_PRIVATE = 0x80;

  /** So that each fits an answer, for none is divided. */
  private static final int VALUE_BYTES_MAX = DeviceIdentification.OBJECTS_BYTES_MAX - 2;

  private final List<IdentificationObject> objects;

  private DeviceIdentity(List<IdentificationObject> objects) {
    this.objects = objects;
  }

  /** Vendor, product code and revision, which each device has to name. */
  public static DeviceIdentity of(String vendor, String productCode, String revision) {
    return of(Map.of(0, vendor, 1, productCode, REVISION, revision));
  }

  /** By object id: 0 to 2 are due, up to 6 have a meaning, from 128 on they are the device's. */
  public static DeviceIdentity of(Map<Integer, String> values) {
    List<IdentificationObject> objects = new ArrayList<>();
    for (Map.Entry<Integer, String> each : new TreeMap<>(values).entrySet()) {
      int id = each.getKey();
      if (id < 0 || (id > LAST_REGULAR && id < FIRST_PRIVATE) || id > 0xff) {
        throw new IllegalArgumentException("object id is " + id + ", must be 0..6 or 128..255");
      }
      ByteString value = ByteString.of(each.getValue().getBytes(StandardCharsets.US_ASCII));
      if (value.size() > VALUE_BYTES_MAX) {
        throw new IllegalArgumentException("object " + id + " has " + value.size() + " bytes");
      }
      objects.add(new IdentificationObject(id, value));
    }
    if (objects.size() <= REVISION || objects.get(REVISION).id() != REVISION) {
      throw new IllegalArgumentException("objects 0, 1 and 2 are due: " + values.keySet());
    }
    return new DeviceIdentity(objects);
  }

  Response answer(ReadDeviceIdentification request) {
    return switch (request.access()) {
      case BASIC -> stream(request, REVISION);
      case REGULAR -> stream(request, LAST_REGULAR);
      case EXTENDED -> stream(request, 0xff);
      case INDIVIDUAL -> one(request);
    };
  }

  private Response one(ReadDeviceIdentification request) {
    for (IdentificationObject each : objects) {
      if (each.id() == request.objectId()) {
        return new DeviceIdentification(
            IdentificationAccess.INDIVIDUAL, conformity(), false, 0, List.of(each));
      }
    }
    return new ExceptionResponse(request.function(), ExceptionCode.ILLEGAL_DATA_ADDRESS.code());
  }

  private Response stream(ReadDeviceIdentification request, int lastId) {
    // An id that is none of ours begins at the beginning.
    boolean isKnown =
        objects.stream().anyMatch(each -> each.id() == request.objectId() && each.id() <= lastId);
    int from = isKnown ? request.objectId() : 0;
    List<IdentificationObject> given = new ArrayList<>();
    int left = DeviceIdentification.OBJECTS_BYTES_MAX;
    for (IdentificationObject each : objects) {
      if (each.id() < from || each.id() > lastId) {
        continue;
      }
      left -= 2 + each.value().size();
      if (left < 0) {
        return new DeviceIdentification(request.access(), conformity(), true, each.id(), given);
      }
      given.add(each);
    }
    return new DeviceIdentification(request.access(), conformity(), false, 0, given);
  }

  /** With individual access, to the level of the highest object there is. */
  private int conformity() {
    int lastId = objects.getLast().id();
    if (lastId > LAST_REGULAR) {
      return 0x83;
    }
    return lastId > REVISION ? 0x82 : 0x81;
  }
}
