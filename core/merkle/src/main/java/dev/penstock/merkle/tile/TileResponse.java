package dev.penstock.merkle.tile;

import java.nio.charset.StandardCharsets;

/** What a server answers to a request for a tile, as HTTP has it. */
public final class TileResponse {
  static final String TEXT = "text/plain; charset=utf-8";
  static final String BYTES = "application/octet-stream";

  private final int status;
  private final String contentType;
  private final String cacheControl;
  private final byte[] body;

  private TileResponse(int status, String contentType, String cacheControl, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.cacheControl = cacheControl;
    this.body = body;
  }

  static TileResponse found(String contentType, String cacheControl, byte[] body) {
    return new TileResponse(200, contentType, cacheControl, body);
  }

  /** An answer that may become another one, so nobody may keep it. */
  static TileResponse refused(int status, String reason) {
    byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
    return new TileResponse(status, TEXT, "no-store", body);
  }

  /** 200, 404 for what is not there, 410 for what was pruned. */
  public int status() {
    return status;
  }

  /** Value of the Content-Type header. */
  public String contentType() {
    return contentType;
  }

  /** Value of the Cache-Control header. */
  public String cacheControl() {
    return cacheControl;
  }

  /** The body itself, not a copy: a bundle may have 16 MiB. Not to be written to. */
  public byte[] body() {
    return body;
  }
}
