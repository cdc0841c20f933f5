"""What a reader of Cisco IOS and one of Ruijie RGOS share: the command language that RGOS took over from IOS."""
