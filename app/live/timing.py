"""How often and how long: every interval of the live storey, in seconds."""

SLICE_SECONDS = 0.003  # what one session trains before the next has its turn, and before messages are read
PICTURE_SECONDS = 1 / 60
REPORT_SECONDS = 0.1  # between progress, curve and evaluation
KEEP_SECONDS = 1.0  # between the keyframes that the server holds for a worker that dies
SAVE_SECONDS = 5.0  # between two writings of one session to the disk

SEND_SECONDS = 5.0  # a single message that takes longer has a slow reader

IDLE_SECONDS = 5 * 60.0  # without a reader, a session is paused and put to sleep on the disk
FORGET_SECONDS = 24 * 3600.0  # without a reader, it is dropped for good
