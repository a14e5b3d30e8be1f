package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
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
