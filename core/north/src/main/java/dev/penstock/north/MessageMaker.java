package dev.penstock.north;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.north.Routes.Route;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes messages of the samples in frames, by the recipe of one destination. Of one source they are
 * in the order of its records. What is put together is taken as a whole; the values of one message
 * came in frames that were added between two takings. One thread.
 */
public final class MessageMaker {
  private static final int SEVERITY_SHIFT = 30;
  private static final String JSON = "application/json";
  private static final String CBOR = "application/cbor";

  private final Recipe recipe;
  private final PayloadTemplate payload;
  private final Routes routes;
  private final SampleView view;
  private final Times times = new Times();
  private final Sink whole;
  private final Map<Long, Open> open = new LinkedHashMap<>();
  private final List<Sink> spare = new ArrayList<>();
  private List<Outgoing> made = new ArrayList<>();
  private boolean isHistory;

  /** A message that is being put together. */
  private static final class Open {
    private final Sink items;
    private final Route route;
    private final long source;
    private final long first;
    private long last;
    private int count;

    private Open(Sink items, Route route, long source, long first) {
      this.items = items;
      this.route = route;
      this.source = source;
      this.first = first;
    }
  }

  /** What one destination gets. */
  public MessageMaker(Recipe recipe, Names names, ValueOpening opening) {
    this.recipe = recipe;
    this.payload = recipe.payload();
    this.routes = new Routes(recipe, names);
    this.view = new SampleView(opening);
    this.whole = sink();
  }

  private Sink sink() {
    return payload.isJson() ? new JsonSink() : new CborSink();
  }

  /**
   * Adds what a frame has for this destination.
   *
   * @param history whether it is made good, and comes behind what is newer; the same for all frames
   *     between two takings
   * @return how many records of it go
   * @throws IOException when a value cannot be opened for now: nothing that was added counts
   */
  public int add(Frame frame, boolean history) throws IOException {
    isHistory = history;
    int count = 0;
    for (int i = 0; i < frame.count(); i++) {
      int at = frame.startOf(i);
      if (view.read(frame.buffer(), at, frame.startOf(i + 1) - at)) {
        Route route = routes.route(frame.source(), view.point);
        if (route.isWanted()) {
          count++;
          add(route, frame.source(), frame.position());
        }
      }
    }
    return count;
  }

  private void add(Route route, long source, long position) {
    if (!payload.isBatch()) {
      whole.reset();
      element(whole, route, source);
      made.add(message(route.topic(), whole.toBytes(), position, position, 1));
      return;
    }
    Open message = open.get(source);
    if (message != null
        && (message.count >= recipe.valuesMax() || message.items.size() >= recipe.bytesMax())) {
      close(message);
      message = null;
    }
    if (message == null) {
      Sink items = spare.isEmpty() ? sink() : spare.removeLast();
      items.reset();
      message = new Open(items, route, source, position);
      Open _ = open.put(source, message);
    }
    element(message.items, route, source);
    message.last = position;
    message.count++;
  }

  private void close(Open message) {
    whole.reset();
    List<Field> said = said(payload.ofAll());
    whole.map(said.size());
    for (Field field : said) {
      whole.key(field.key());
      if (field.what() == Field.What.VALUES) {
        whole.array(message.count);
        whole.items(message.items);
        whole.end();
      } else {
        write(whole, field, message.route, message.source);
      }
    }
    whole.end();
    made.add(
        message(
            message.route.topic(), whole.toBytes(), message.first, message.last, message.count));
    spare.add(message.items);
  }

  private Outgoing message(String topic, byte[] bytes, long first, long last, int count) {
    return new Outgoing(
        topic,
        bytes,
        payload.isJson() ? JSON : CBOR,
        recipe.qos(),
        recipe.isRetained() && !isHistory,
        first,
        last,
        count);
  }

  /** That something is history is said only where it is. */
  private List<Field> said(List<Field> fields) {
    return isHistory
        ? fields
        : fields.stream().filter(field -> field.what() != Field.What.HISTORICAL).toList();
  }

  private void element(Sink out, Route route, long source) {
    List<Field> fields = payload.ofEach();
    int count = 0;
    for (int i = 0; i < fields.size(); i++) {
      count += isSaid(fields.get(i)) ? 1 : 0;
    }
    out.map(count);
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (isSaid(field)) {
        out.key(field.key());
        write(out, field, route, source);
      }
    }
    out.end();
  }

  private boolean isSaid(Field field) {
    return isHistory || field.what() != Field.What.HISTORICAL;
  }

  private void write(Sink out, Field field, Route route, long source) {
    switch (field.what()) {
      case SOURCE -> out.text(route.source());
      case ZONE -> textOrNothing(out, route.zone());
      case SITE -> textOrNothing(out, recipe.site());
      case DESTINATION -> out.text(recipe.destination());
      case LOG -> out.text(recipe.log());
      case NUMBER -> out.whole(source);
      case SEQ -> out.whole(view.seq);
      case HISTORICAL -> out.flag(true);
      case POINT -> out.text(route.point());
      case VALUE -> value(out);
      case QUALITY -> quality(out, field);
      case SOURCE_TIME -> time(out, field, view.sourceTime);
      case RECEIVED_TIME -> time(out, field, view.receivedTime);
      case VALUES -> throw new IllegalStateException("a list is written by who closes it");
    }
  }

  private static void textOrNothing(Sink out, String text) {
    if (text.isEmpty()) {
      out.nothing();
    } else {
      out.text(text);
    }
  }

  private void quality(Sink out, Field field) {
    if (field.form() == Field.Form.WORD) {
      out.text(
          switch ((int) (view.quality >>> SEVERITY_SHIFT)) {
            case 0 -> "good";
            case 1 -> "uncertain";
            default -> "bad";
          });
    } else {
      out.whole(view.quality);
    }
  }

  private void time(Sink out, Field field, long nanos) {
    if (nanos == SampleView.NO_TIME) {
      out.nothing();
      return;
    }
    switch (field.form()) {
      case TEXT -> out.text(times.text(nanos));
      case MILLIS -> out.whole(nanos / 1_000_000);
      case NANOS -> out.whole(nanos);
      case PLAIN, CODE, WORD -> throw new IllegalStateException("no form of a time: " + field);
    }
  }

  private void value(Sink out) {
    switch (view.kind) {
      case NOTHING -> out.nothing();
      case FLAG -> out.flag(view.whole != 0);
      case WHOLE -> out.whole(view.whole);
      case REAL -> out.real(view.real);
      case OTHER -> value(out, view.other);
      case WITHHELD -> {
        out.map(1);
        out.key("withheld");
        out.flag(true);
        out.end();
      }
    }
  }

  private static void value(Sink out, SampleValue value) {
    switch (value) {
      case SampleValue.One(var scalar) -> scalar(out, scalar);
      case SampleValue.Many(var scalars) -> {
        out.array(scalars.size());
        scalars.forEach(scalar -> scalar(out, scalar));
        out.end();
      }
      case SampleValue.Payload message -> content(out, message.bytes());
      case SampleValue.Stored stored -> {
        out.map(2);
        out.key("sha256");
        out.text(HexFormat.of().formatHex(stored.digest().bytes()));
        out.key("size");
        out.whole(stored.bytesCount());
        out.end();
      }
    }
  }

  private static void scalar(Sink out, Scalar scalar) {
    switch (scalar) {
      case Scalar.None() -> out.nothing();
      case Scalar.Bool(var flag) -> out.flag(flag);
      case Scalar.Whole(var whole) -> out.whole(whole);
      case Scalar.Large(var bits) -> out.large(bits);
      case Scalar.Real(var real) -> out.real(real);
      case Scalar.Text(var text) -> out.text(text);
      case Scalar.Bytes(var bytes) -> base64(out, bytes.bytes());
      case Scalar.Decimal(var exponent, var mantissa) -> out.decimal(exponent, mantissa);
    }
  }

  /** A message that was heard: its text, or its bytes where it is none. */
  private static void content(Sink out, ByteString bytes) {
    byte[] content = bytes.bytes();
    Optional<String> text = text(content);
    if (text.isPresent()) {
      out.text(text.get());
    } else {
      base64(out, content);
    }
  }

  /** Bytes say that they are bytes, so that nobody takes them for text. */
  private static void base64(Sink out, byte[] content) {
    out.map(1);
    out.key("bytes");
    out.bytes(content);
    out.end();
  }

  private static Optional<String> text(byte[] content) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException _) {
      // The JDK's only way to say that this is no UTF-8.
      return Optional.empty();
    }
  }

  /** All that was put together; begins anew. */
  public List<Outgoing> take() {
    for (Open message : open.values()) {
      close(message);
    }
    open.clear();
    List<Outgoing> taken = made;
    made = new ArrayList<>();
    return taken;
  }

  /** Forgets what was put together. */
  public void forget() {
    open.clear();
    made = new ArrayList<>();
  }
}
