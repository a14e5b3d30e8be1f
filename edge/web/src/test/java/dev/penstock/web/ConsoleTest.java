package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsoleTest {
  @TempDir private Path folder;
  private House house;

  @BeforeEach
  void open() throws IOException {
    house = new House(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void theRootLeadsToTheConsole() throws Exception {
    for (String path : new String[] {"/", "/console"}) {
      HttpResponse<byte[]> answer = house.getOpen(path);
      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(answer.headers().firstValue("Location")).contains("/console/");
    }
  }

  @Test
  void aViewIsShownByTheFirstPageWhichRunsNothingFromElsewhere() throws Exception {
    for (String path : new String[] {"/console/", "/console/people", "/console/proof/12.0a"}) {
      HttpResponse<byte[]> answer = house.getOpen(path);
      if (path.contains(".")) {
        assertThat(answer.statusCode()).isEqualTo(404);
        continue;
      }
      assertThat(new String(answer.body(), UTF_8)).isEqualTo("<first>");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'self'; ")
          .contains("frame-ancestors 'none'", "object-src 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
  }

  @Test
  void whatAPageKeepsInItsAddressIsForThePage() throws Exception {
    for (String path : new String[] {"/console/?problem=x", "/console/audit?from=2026&x=%25"}) {
      assertThat(house.getOpen(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void whatHasItsContentInItsNameIsKeptForEver() throws Exception {
    HttpResponse<byte[]> answer = house.getOpen("/console/assets/app-1.js");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
  }

  @Test
  void whatTheBrowserHasIsNotSentAgain() throws Exception {
    HttpRequest again =
        HttpRequest.newBuilder(house.at("/console/")).header("If-None-Match", "\"t1\"").build();
    HttpResponse<byte[]> answer = house.send(again);
    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void whatIsNotThereIsAProblem() throws Exception {
    for (String path : new String[] {"/console/assets/app-2.js", "/console/..%2fsecret.txt"}) {
      assertThat(house.getOpen(path).statusCode()).as(path).isIn(400, 404);
    }
  }
}
