package dev.penstock.projections;

import dev.penstock.flow.index.IndexDamagedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite file with a connection that writes and a few that read beside it (WAL). The file can
 * be thrown away and made anew while others hold this object.
 */
final class Database implements Closeable {
  /** Connections that are kept open for questions. */
  private static final int READERS_MAX = 4;

  private static final String WRITER =
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384";

  private final Path file;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS_MAX);

  /** Held by the one thread that writes, or by whoever exchanges the file. */
  private @Nullable Connection writer;

  /** Work with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException, IOException;
  }

  private Database(Path file) {
    this.file = file;
  }

  /** Opens the file; one that cannot be used as it is, is thrown away. */
  static Database open(Path file) throws IOException {
    var database = new Database(file);
    boolean isUsable = false;
    try {
      isUsable = Files.exists(file) && database.openUsable();
    } catch (SQLException e) {
      // Not a database, or a damaged one: it holds nothing that cannot be made again.
      isUsable = false;
    }
    if (!isUsable) {
      database.recreate();
    }
    return database;
  }

  /** Loads the library. */
  static void prepare() throws IOException {
    try (Connection inMemory = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = inMemory.createStatement()) {
      long _ = numberOf(statement, "SELECT 1");
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** False when it was not this version that made it. */
  private boolean openUsable() throws SQLException {
    Connection connection = connect("");
    writer = connection;
    try (Statement statement = connection.createStatement()) {
      return numberOf(statement, "PRAGMA application_id") == Schema.APPLICATION_ID
          && numberOf(statement, "PRAGMA user_version") == Schema.VERSION
          && numberOf(statement, "SELECT count(*) FROM head") == 1
          && pragmas(statement, WRITER);
    }
  }

  private static long numberOf(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : -1;
    }
  }

  private static boolean pragmas(Statement statement, String sql) throws SQLException {
    for (String one : sql.split("; ", -1)) {
      boolean _ = statement.execute(one);
    }
    return true;
  }

  private Connection connect(String options) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file + options);
  }

  /** Throws the file away and makes an empty one. */
  void recreate() throws IOException {
    lock.writeLock().lock();
    try {
      closeAll();
      for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
        boolean _ = Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      }
      Connection connection = connect("");
      writer = connection;
      try (Statement statement = connection.createStatement()) {
        boolean _ = pragmas(statement, WRITER);
        connection.setAutoCommit(false);
        for (String sql : Schema.statements()) {
          boolean _ = statement.execute(sql);
        }
        connection.commit();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Writes in one transaction. */
  <T> T write(Work<T> work) throws IOException {
    lock.readLock().lock();
    try {
      Connection connection = writer;
      if (connection == null) {
        throw new IOException("the index is closed");
      }
      synchronized (connection) {
        return inTransaction(connection, work);
      }
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private static <T> T inTransaction(Connection connection, Work<T> work)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    boolean isDone = false;
    try {
      T result = work.with(connection);
      connection.commit();
      isDone = true;
      return result;
    } finally {
      if (!isDone) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  /** Reads one state. */
  <T> T read(Work<T> work) throws IOException {
    lock.readLock().lock();
    try {
      if (writer == null) {
        throw new IOException("the index is closed");
      }
      Connection connection = readers.poll();
      if (connection == null) {
        connection = connect("?open_mode=1");
      }
      boolean isDone = false;
      try {
        T result = work.with(connection);
        isDone = true;
        return result;
      } finally {
        if (!isDone || !readers.offer(connection)) {
          connection.close();
        }
      }
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private static IOException failed(SQLException e) {
    String text = "projections.db: " + e.getMessage();
    if (e instanceof SQLiteException own) {
      SQLiteErrorCode code = own.getResultCode();
      int primary = code.code & 0xff;
      if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code
          || primary == SQLiteErrorCode.SQLITE_NOTADB.code
          || primary == SQLiteErrorCode.SQLITE_ERROR.code) {
        return new IndexDamagedException(text, e);
      }
    }
    return new IOException(text, e);
  }

  private void closeAll() throws SQLException {
    Connection reader = readers.poll();
    while (reader != null) {
      reader.close();
      reader = readers.poll();
    }
    Connection connection = writer;
    writer = null;
    if (connection != null) {
      connection.close();
    }
  }

  @Override
  public void close() throws IOException {
    lock.writeLock().lock();
    try {
      closeAll();
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
