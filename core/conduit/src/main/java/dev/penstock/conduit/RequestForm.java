package dev.penstock.conduit;

import dev.penstock.cbor.CborWriter;

/**
 * A request as bytes that are the same for everybody: what second persons agree to, and what stands
 * behind the digest of denials. docs/formats/policy.md says what stands where.
 */
public final class RequestForm {
  private static final String FORMAT = "penstock-request-1";
  private static final String FORMAT_OF_FUNCTION = "penstock-request-2";

  private RequestForm() {}

  /** The bytes of a request. */
  public static byte[] encode(Request request) {
    var out = new CborWriter(256);
    write(out, request);
    return out.toByteArray();
  }

  /** Writes a request as one item. */
  public static void write(CborWriter out, Request request) {
    boolean hasFunction = request.function().isPresent();
    out.array(hasFunction ? 10 : 9);
    out.text(hasFunction ? FORMAT_OF_FUNCTION : FORMAT);
    out.text(request.from());
    out.text(request.to());
    out.text(request.protocol());
    if (request.identity().isPresent()) {
      out.text(request.identity().get());
    } else {
      out.nullValue();
    }
    out.text(request.peer());
    out.text(request.operation().word());
    out.array(request.parts().size());
    for (int i = 0; i < request.parts().size(); i++) {
      Part part = request.parts().get(i);
      out.array(2);
      write(out, part.target());
      write(out, part.values());
    }
    out.unsigned(request.at());
    if (hasFunction) {
      out.unsigned(request.function().getAsInt());
    }
  }

  private static void write(CborWriter out, Target target) {
    switch (target) {
      case Target.Device _ -> out.nullValue();
      case Target.Numbers numbers -> {
        out.array(4);
        out.text(numbers.space());
        out.unsigned(numbers.unit());
        out.unsigned(numbers.first());
        out.unsigned(numbers.last());
      }
      case Target.Name(var name) -> out.text(name);
    }
  }

  private static void write(CborWriter out, Values values) {
    if (values.unread().isPresent()) {
      out.bytes(values.unread().get().bytes());
    } else if (values.areNumbers()) {
      out.array(values.count());
      for (int i = 0; i < values.count(); i++) {
        out.float64(values.at(i));
      }
    } else {
      out.nullValue();
    }
  }
}
