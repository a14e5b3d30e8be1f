package dev.penstock.notices.send;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection to a peer that lasts for a bounded time, plain first or TLS. One thread. */
public final class Connection implements AutoCloseable {
  /** As long as it takes to see whether something has come. */
  private static final int LOOK_MS = 5;

  private final Endpoint peer;
  private final Duration limit;
  private final Socket plain;
  private final TimeLimit time;
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  private Connection(Endpoint peer, Duration limit, Socket plain, TimeLimit time)
      throws IOException {
    this.peer = peer;
    this.limit = limit;
    this.plain = plain;
    this.time = time;
    this.socket = plain;
    this.in = new BufferedInputStream(plain.getInputStream());
    this.out = new BufferedOutputStream(plain.getOutputStream());
  }

  /**
   * Connects.
   *
   * @param limit for everything until it is closed
   */
  public static Connection open(Endpoint peer, Duration limit) throws IOException {
    // A socket of this factory is closed below when it does not connect.
    var socket = new Socket();
    var time = TimeLimit.of(limit, socket);
    try {
      socket.connect(new InetSocketAddress(peer.host(), peer.port()), (int) limit.toMillis());
      return new Connection(peer, limit, socket, time);
    } catch (UnknownHostException e) {
      time.close();
      socket.close();
      throw new IOException("no address is known for " + peer.host(), e);
    } catch (IOException e) {
      time.close();
      socket.close();
      throw new IOException(peer + " cannot be reached: " + e.getMessage(), e);
    }
  }

  /** Goes on with TLS; the peer must show a certificate for its name. */
  public void secure(SSLContext tls) throws IOException {
    if (in.available() > 0) {
      // What was sent before TLS would be taken for something that was sent within.
      throw new IOException(peer + " says something before TLS begins");
    }
    try {
      var secured =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, peer.host(), peer.port(), true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      socket = secured;
      in = new BufferedInputStream(secured.getInputStream());
      out = new BufferedOutputStream(secured.getOutputStream());
    } catch (SSLException e) {
      throw new IOException("no TLS with " + peer + ": " + e.getMessage(), e);
    }
  }

  /** The next byte, or -1 at the end. */
  public int read() throws IOException {
    return in.read();
  }

  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /**
   * Says that nothing more comes; true when the peer then ends in order, within this time. A peer
   * that ends in order without having looked at everything cannot be told from one that has.
   *
   * @throws IOException also when the peer had ended before: it cannot have taken all
   */
  public boolean finish(Duration wait) throws IOException {
    mustBeOpen();
    socket.shutdownOutput();
    socket.setSoTimeout((int) wait.toMillis());
    try {
      int next = in.read();
      while (next >= 0) {
        // What it says at the end is not asked for; the time limit bounds it.
        next = in.read();
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private void mustBeOpen() throws IOException {
    socket.setSoTimeout(LOOK_MS);
    try {
      if (in.read() < 0) {
        throw new IOException(peer + " ended the connection before it had everything");
      }
    } catch (SocketTimeoutException e) {
      // It waits for more, as it should.
      return;
    }
  }

  /** Our address on this connection. */
  public InetAddress own() {
    return plain.getLocalAddress();
  }

  /** The same failure, where time was over said so. */
  public IOException explained(IOException failure) {
    return time.isOver()
        ? new IOException(peer + " did not come to an end in " + limit.toSeconds() + " s", failure)
        : failure;
  }

  @Override
  public void close() {
    time.close();
    try {
      plain.close();
      socket.close();
    } catch (IOException e) {
      // What was to be known about it is known.
      return;
    }
  }
}
