package dev.penstock.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends what a test writes, right or wrong. */
final class Raw {
  private Raw() {}

  /** Sends lines and headers, asks for the connection to be closed, and reads to the end. */
  static String exchange(House house, String head) throws IOException {
    return send(house, head + "Connection: close\r\n\r\n");
  }

  /** Sends this and nothing else. */
  static String send(House house, String text) throws IOException {
    try (Socket socket = open(house)) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return rest(socket);
    }
  }

  static Socket open(House house) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), house.server.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** All that comes until the other side ends. */
  static String rest(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
