"""Finding Chinese words in texts, alike on both databases; knows no business."""
