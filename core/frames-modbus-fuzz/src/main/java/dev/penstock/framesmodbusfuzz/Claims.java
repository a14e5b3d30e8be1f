package dev.penstock.framesmodbusfuzz;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmodbus.Decoded;
import dev.penstock.framesmodbus.Decoded.Incomplete;
import dev.penstock.framesmodbus.Decoded.Malformed;
import dev.penstock.framesmodbus.Decoded.Message;
import dev.penstock.framesmodbus.Mbap;
import dev.penstock.framesmodbus.Operation;
import dev.penstock.framesmodbus.PduWriter;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.RequestReader;
import dev.penstock.framesmodbus.RequestReading;
import dev.penstock.framesmodbus.ResponseReader;
import dev.penstock.framesmodbus.ResponseReading;
import dev.penstock.framesmodbus.Rtu;
import dev.penstock.framesmodbus.point.PointAddress;
import dev.penstock.framesmodbus.point.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What is true of any bytes; each throws an {@link AssertionError} when it is not. */
final class Claims {
  private static final int UNIT = 1;

  private interface Decoder<T> {
    Decoded<T> decode(byte[] wire, int from, int to);
  }

  private Claims() {}

  /** A request that is taken is made again from its parts, and does something. */
  static boolean aRequestIsItsParts(byte[] bytes) {
    return switch (RequestReader.read(ByteString.of(bytes))) {
      case RequestReading.Wellformed(var request) -> {
        ByteString again = PduWriter.write(request);
        // Of the bits behind the last coil nothing is kept.
        claim(again.size() == bytes.length, "made again with another length");
        claim(
            request instanceof Request.WriteMultipleCoils || again.equals(ByteString.of(bytes)),
            "another spelling was taken");
        claim(
            RequestReader.read(again).equals(new RequestReading.Wellformed(request)),
            "read again otherwise");
        claim(!Operation.of(request).isEmpty(), "a request does nothing");
        yield true;
      }
      case RequestReading.Illformed illformed -> {
        claim(illformed.at() <= bytes.length, "the fault lies behind the end");
        claim(PduWriter.write(illformed.response()).size() == 2, "no exception response");
        yield false;
      }
    };
  }

  /** An answer that is taken is made again from its parts. The first byte says where it begins. */
  static boolean anAnswerBelongsToItsRequest(byte[] bytes) {
    int cut = bytes.length == 0 ? 0 : Math.min(1 + (bytes[0] & 0xff), bytes.length);
    byte[] asked = bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, cut);
    byte[] answered = Arrays.copyOfRange(bytes, cut, bytes.length);
    if (!(RequestReader.read(ByteString.of(asked))
        instanceof RequestReading.Wellformed(var request))) {
      return false;
    }
    var _ =
        endsWhereItSays(
            (wire, from, to) -> Rtu.decodeResponse(request, wire, from, to),
            answered,
            Rtu.FRAME_BYTES_MAX);
    return switch (ResponseReader.read(request, ByteString.of(answered))) {
      case ResponseReading.Wellformed wellformed -> {
        ByteString again = PduWriter.write(wellformed.response());
        claim(ResponseReader.read(request, again).equals(wellformed), "read again otherwise");
        yield true;
      }
      case ResponseReading.Illformed(var at, _) -> {
        claim(at <= answered.length, "the fault lies behind the end");
        yield false;
      }
    };
  }

  /** What a frame is does not depend on what stands behind it, nor on when it comes. */
  static boolean aFrameEndsWhereItSays(byte[] bytes) {
    boolean isTcp =
        endsWhereItSays(Mbap::decode, bytes, Mbap.FRAME_BYTES_MAX)
            .map(mbap -> isBeginning(mbap.encode(), bytes))
            .orElse(false);
    boolean isSerial =
        endsWhereItSays(Rtu::decodeRequest, bytes, Rtu.FRAME_BYTES_MAX)
            .map(rtu -> isBeginning(rtu.encode(), bytes))
            .orElse(false);
    return isTcp || isSerial;
  }

  private static boolean isBeginning(byte[] frame, byte[] bytes) {
    claim(Arrays.equals(frame, Arrays.copyOf(bytes, frame.length)), "made again otherwise");
    return true;
  }

  private static <T> Optional<T> endsWhereItSays(Decoder<T> decoder, byte[] bytes, int bytesMax) {
    int count = 0;
    while (true) {
      Decoded<T> decoded = decoder.decode(bytes, 0, count);
      switch (decoded) {
        case Message<T>(var message, var length) -> {
          claim(length <= count, "a frame is longer than what is there");
          claim(decoded.equals(decoder.decode(bytes, 0, bytes.length)), "depends on what follows");
          return Optional.of(message);
        }
        case Malformed<T>(var at, _) -> {
          claim(at <= count, "the fault lies behind the end");
          return Optional.empty();
        }
        case Incomplete<T>(var wanted) -> {
          claim(wanted > count && wanted <= bytesMax, "an odd wish");
          if (wanted > bytes.length) {
            return Optional.empty();
          }
          count = wanted;
        }
      }
    }
  }

  /** An address that is taken means the same in its one own notation. */
  static boolean anAddressHasOneMeaning(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return switch (PointAddress.read(text, UNIT)) {
      case Reading.Good<PointAddress> good -> {
        claim(PointAddress.read(good.value().text(), UNIT).equals(good), "read again otherwise");
        yield true;
      }
      case Reading.Refused<PointAddress> refused -> {
        claim(refused.at() <= text.length(), "the fault lies behind the end");
        yield false;
      }
    };
  }

  private static void claim(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
