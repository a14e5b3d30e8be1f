package dev.penstock.tiles;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, asked for piece by piece by the one thread that reads it: so the sender is
 * slowed down to the pace that is wanted, and a link that gives nothing for a while is noticed
 * however long the whole takes.
 */
final class PacedBody implements HttpResponse.BodySubscriber<PacedBody> {
  /** What the client hands over; there is one piece at most, because one is asked for at a time. */
  private sealed interface Event {
    record Bytes(List<ByteBuffer> buffers) implements Event {}

    record End() implements Event {}

    record Failed(Throwable why) implements Event {}
  }

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<PacedBody> ready = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  @Override
  public CompletionStage<PacedBody> getBody() {
    return ready;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    boolean _ = ready.complete(this);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    boolean _ = events.add(new Event.Bytes(buffers));
  }

  @Override
  public void onError(Throwable why) {
    boolean _ = events.add(new Event.Failed(why));
  }

  @Override
  public void onComplete() {
    boolean _ = events.add(new Event.End());
  }

  /** Reads to the end. */
  byte[] read(int bytesMax, Duration silenceMax, HttpTiles.Pace pace)
      throws IOException, InterruptedException {
    Flow.Subscription asked = subscription;
    if (asked == null) {
      throw new IllegalStateException("read before the answer began");
    }
    byte[] bytes = new byte[1 << 13];
    int count = 0;
    try {
      while (true) {
        asked.request(1);
        switch (events.poll(silenceMax.toMillis(), TimeUnit.MILLISECONDS)) {
          case null ->
              throw new HttpTimeoutException("nothing came for " + silenceMax.toSeconds() + " s");
          case Event.End() -> {
            return Arrays.copyOf(bytes, count);
          }
          case Event.Failed(var why) -> throw new IOException(wordsOf(why), why);
          case Event.Bytes(var buffers) -> {
            int before = count;
            for (ByteBuffer buffer : buffers) {
              int more = buffer.remaining();
              if (more > bytesMax - count) {
                throw new IOException("the answer has more than " + bytesMax + " bytes");
              }
              bytes = withRoom(bytes, count + more, bytesMax);
              buffer.get(bytes, count, more);
              count += more;
            }
            pace.moved(count - before);
          }
        }
      }
    } finally {
      asked.cancel();
    }
  }

  private static byte[] withRoom(byte[] bytes, int needed, int bytesMax) {
    return needed <= bytes.length
        ? bytes
        : Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(bytesMax, 2L * bytes.length)));
  }

  private static String wordsOf(Throwable why) {
    String message = why.getMessage();
    return message == null ? why.getClass().getSimpleName() : message;
  }
}
