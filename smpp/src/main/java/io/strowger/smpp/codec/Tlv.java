package io.strowger.smpp.codec;

/** An optional parameter (SMPP 3.4 section 5.3). The value is not copied: do not change it. */
@SuppressWarnings("ArrayRecordComponent")
public record Tlv(int tag, byte[] value) {
  public static final int SOURCE_NETWORK_TYPE = 0x000E;
  public static final int QOS_TIME_TO_LIVE = 0x0017;
  public static final int USER_MESSAGE_REFERENCE = 0x0204;
  public static final int SC_INTERFACE_VERSION = 0x0210;
  public static final int RECEIPTED_MESSAGE_ID = 0x001E;
  public static final int MESSAGE_STATE = 0x0427;
  public static final int NETWORK_ERROR_CODE = 0x0423;
  public static final int MESSAGE_PAYLOAD = 0x0424;
  public static final int SAR_MSG_REF_NUM = 0x020C;
  public static final int SAR_TOTAL_SEGMENTS = 0x020E;
  public static final int SAR_SEGMENT_SEQNUM = 0x020F;
}
