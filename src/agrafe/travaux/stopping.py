import threading
from typing import Final

stopping: Final = threading.Event()
"""Set when this process was asked to stop: a job then stops after its current step."""
