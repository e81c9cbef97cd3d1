package io.strowger.gateway.config;

import java.nio.file.Path;

/**
 * Which accounts of the tree stand in the file of those that the API has made: they come last.
 *
 * @param first index of the first of them
 */
record ManagedPlaces(int first, Path file) {
  private static final String ACCOUNTS = "accounts[";

  boolean covers(Pointer pointer) {
    return index(pointer) >= first;
  }

  /** The pointer as it is in that file. */
  String inside(Pointer pointer) {
    String path = pointer.path();
    return ACCOUNTS + (index(pointer) - first) + path.substring(path.indexOf(']'));
  }

  private static int index(Pointer pointer) {
    String path = pointer.path();
    int end = path.indexOf(']');
    return path.startsWith(ACCOUNTS) && end > 0
        ? Integer.parseInt(path, ACCOUNTS.length(), end, 10)
        : -1;
  }
}
