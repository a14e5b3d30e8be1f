package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles over HTTP: asked for, streamed, refused in a sentence. */
class BundleAnswersTest {
  private static final String TIMES = "&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z";

  @TempDir Path folder;
  private House house;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aBundleComesAsAFile() throws Exception {
    HttpResponse<byte[]> answer =
        house.get("/api/v1/bundle?source=pump1" + TIMES + "&points=pressure,speed&redact=note");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new String(answer.body(), UTF_8)).endsWith("[pressure, speed][note]");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"evidence-pump1-2026-01-01.zip\"");
  }

  /** Two at a time; whoever is told to come back has not been kept waiting. */
  @Test
  void aPlaceIsFreeAgainHoweverABundleEnds() throws Exception {
    String address = "/api/v1/bundle?source=pump1" + TIMES;
    for (int i = 0; i < 3; i++) {
      HttpRequest head = house.request(address).method("HEAD", BodyPublishers.noBody()).build();
      assertThat(house.send(head).statusCode()).isEqualTo(200);
      assertThat(house.get(address + "&points=none").statusCode()).isEqualTo(422);
      assertThat(house.get(address).statusCode()).isEqualTo(200);
    }
    house.holdBundles();
    List<CompletableFuture<HttpResponse<byte[]>>> slow = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      slow.add(
          CompletableFuture.supplyAsync(() -> {
            try {
              return house.get(address);
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }));
    }
    house.awaitHeldBundles(2);
    HttpResponse<byte[]> third = house.get(address);
    assertThat(third.statusCode()).isEqualTo(503);
    assertThat(third.headers().firstValue("Retry-After")).isPresent();
    house.releaseBundles();
    for (CompletableFuture<HttpResponse<byte[]>> one : slow) {
      assertThat(one.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(house.get(address).statusCode()).isEqualTo(200);
  }

  @Test
  void whatCannotBeIsSaid() throws Exception {
    HttpResponse<byte[]> none = house.get("/api/v1/bundle?source=pump1" + TIMES + "&points=none");
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(new String(none.body(), UTF_8))
        .contains("bundle-impossible")
        .contains("pump1 has no point none.");
    assertThat(house.get("/api/v1/bundle?source=nobody" + TIMES).statusCode()).isEqualTo(404);
    assertThat(house.get("/api/v1/bundle?x=1").statusCode()).isEqualTo(400);
    assertThat(
            house
                .get(
                    "/api/v1/bundle?source=pump1&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")
                .statusCode())
        .isEqualTo(400);
    assertThat(house.getOpen("/api/v1/bundle?source=pump1" + TIMES).statusCode()).isEqualTo(401);
  }
}
